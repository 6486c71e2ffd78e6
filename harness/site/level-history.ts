/** What a row of runs says of a recipe's level: since when it stands there, how it got there, which tests cannot make up their mind. */
import type { Run } from './read-folder.ts';
import type { RunDetails } from './run-details.ts';
import { count } from './spoken.ts';

/** Whole runs, the oldest first: narrowed ones say nothing of a level. */
export function wholeRuns(runs: readonly Run[]): Run[] {
  return runs.filter(run => !run.partial).reverse();
}

/** The first of the last runs that all have the level which is shown; undefined where none is shown. */
export function standsSince(level: number | null, runs: readonly Run[]): Run | undefined {
  if (level === null) return undefined;
  const newestFirst = runs.filter(run => !run.partial);
  const other = newestFirst.findIndex(run => run.level !== level);
  return newestFirst[(other === -1 ? newestFirst.length : other) - 1];
}

export interface LevelChange {
  readonly from: number;
  readonly to: number;
  readonly run: Run;
}

/** The newest first. A run without a level is passed over. */
export function levelChanges(runs: readonly Run[]): LevelChange[] {
  const changes: LevelChange[] = [];
  let before: number | null = null;
  for (const run of wholeRuns(runs)) {
    if (run.level === null) continue;
    if (before !== null && before !== run.level) changes.push({ from: before, to: run.level, run });
    before = run.level;
  }
  return changes.reverse();
}

/** Where there is no change, over how many runs that is known. */
export function noChangeIn(runs: readonly Run[]): string {
  const whole = wholeRuns(runs);
  const known = whole.filter(({ level }) => level !== null).length;
  const all = count(whole.length, 'whole run');
  if (known < 2) return `Whether its level has changed is not known: ${known} of ${all} ${known === 1 ? 'shows' : 'show'} one.`;
  return `Its level has not changed in ${known === whole.length ? all : `${known} of ${all}`}${othersWithout(whole.length - known)}.`;
}

export function othersWithout(runs: number): string {
  return runs === 0 ? '' : runs === 1 ? '; the other one shows none' : `; the other ${runs} show none`;
}

export interface Flake {
  readonly title: string;
  /** How often it failed and passed within one run. */
  readonly within: number;
  /** Commits at which it passed in one run and failed in another. */
  readonly between: readonly string[];
  /** In which runs it was looked at. */
  readonly runs: number;
  readonly last: Run;
}

/** Tests that were flaky in a run, or that passed and failed at the same commit; the worst first. A commit with changes is another each time. */
export function flakesOf(details: readonly RunDetails[]): Flake[] {
  interface Seen { title: string; within: number; runs: number; last: Run | undefined; passed: Set<string>; failed: Map<string, Run> }
  const tests = new Map<string, Seen>();
  for (const { run, dirty, tests: looked } of details) {
    for (const { key, title, status, flaky, fault } of looked) {
      const seen: Seen = tests.get(key) ?? { title, within: 0, runs: 0, last: undefined, passed: new Set(), failed: new Map() };
      tests.set(key, seen);
      seen.runs += 1;
      if (flaky) {
        seen.within += 1;
        seen.last = later(seen.last, run);
      } else if (run.commit !== null && !dirty) {
        if (status === 'passed') seen.passed.add(run.commit);
        if (status === 'failed' && fault !== 'environment' && fault !== 'harness') seen.failed.set(run.commit, later(seen.failed.get(run.commit), run));
      }
    }
  }
  return [...tests.values()].flatMap(({ title, within, runs, last, passed, failed }): Flake[] => {
    const both = [...failed].filter(([commit]) => passed.has(commit));
    const newest = both.reduce((run: Run | undefined, [, failure]) => later(run, failure), last);
    return newest === undefined ? [] : [{ title, within, between: both.map(([commit]) => commit), runs, last: newest }];
  }).sort((a, b) => b.within + b.between.length - a.within - a.between.length);
}

function later(one: Run | undefined, other: Run): Run {
  return one === undefined || other.startedAt > one.startedAt ? other : one;
}
