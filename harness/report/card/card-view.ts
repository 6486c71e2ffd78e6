/** What a card says of a recipe's results: each text short enough for its place. */
import { shieldsEndpoint } from '../badge/badge.ts';
import { differenceOf, inWords } from '../level/diff.ts';
import { levelShown, whyNoLevel } from '../level/level-shown.ts';
import { meaningOf, rungNames, type RungName, type RungStatus } from '../level/rungs.ts';
import type { Results } from '../results-schema.ts';
import { firstLine, short } from './short.ts';

export interface CardView {
  readonly recipe: string;
  /** Version and commit. */
  readonly version: string;
  /** Null where nothing is said of a level. */
  readonly level: number | null;
  readonly meaning: string;
  /** Of the badge: dark enough for white letters. */
  readonly colour: string;
  readonly rungs: readonly { readonly name: RungName; readonly status: RungStatus; readonly word: string; readonly climbed: boolean }[];
  /** Against the base; undefined where none was given. */
  readonly change: string | undefined;
  readonly mend: { readonly tone: 'bad' | 'open' | 'well'; readonly label: string; readonly what: string; readonly wayOut: string };
  readonly when: string;
}

const statusWords: Record<RungStatus, string> = { pass: 'passed', fail: 'failed', structural: 'structural', declared: 'declared', unverified: 'unverified' };

export function cardView(results: Results, base?: Results): CardView {
  const level = levelShown(results);
  const rungs = rungNames.map((name, at) => {
    const status: RungStatus = (results.partial ? undefined : results.level?.rungs.find(rung => rung.name === name)?.status) ?? 'unverified';
    return { name, status, word: statusWords[status], climbed: level !== null && at < level };
  });
  return {
    recipe: short(results.recipe, 28) || 'unnamed',
    version: versionOf(results),
    level,
    meaning: level === null ? short(`not judged: ${whyNoLevel(results) ?? ''}`, 70) : meaningOf(level, results.level?.rungs),
    colour: `#${shieldsEndpoint({ level: level ?? undefined }).color.replace('#', '')}`,
    rungs,
    change: base && short(inWords(differenceOf(base, results)), 70),
    mend: mendOf(results, rungs, level),
    when: [dateOf(results.startedAt), timeOf(results.durationMs)].join(' · '),
  };
}

function versionOf({ underTest }: Results): string {
  if (underTest === null) return 'version unknown';
  const commit = /^[0-9a-f]{40,64}$/.test(underTest.commit) ? underTest.commit.slice(0, 10) : short(underTest.commit, 10);
  const at = underTest.version === null ? `at ${commit}` : `${short(underTest.version, 20)} · ${commit}`;
  return underTest.dirty ? `${at} + changes` : at;
}

/** What a reader can do about a rung of which no test and no problem tells a way out. */
const waysOut: Partial<Record<RungName, (recipe: string) => string>> = {
  proof: recipe => `recipe-harness prove ${recipe}`,
  functional: recipe => `give it tests in overlays/${recipe}/functional`,
};

/** The one thing: what holds the level, else what made the run red, else why there is no level. */
function mendOf(results: Results, rungs: CardView['rungs'], level: number | null): CardView['mend'] {
  const held = level === null ? null : results.level?.heldBy ?? null;
  const test = results.tests.find(({ title, problem }) => problem !== undefined && held?.reason.startsWith(title) === true)
    ?? (held === null ? results.tests.find(({ problem }) => problem !== undefined) : undefined);
  const problem = test?.problem ?? results.problems.find(({ code }) => held === null || held.reason.startsWith(code));
  if (held === null && problem === undefined) return nothingToMend(results, level);
  const failed = held === null ? results.verdict === 'red' : rungs.find(({ name }) => name === held.rung)?.status === 'fail';
  const wayOut = problem?.wayOut ?? (held === null ? undefined : waysOut[held.rung]?.(results.recipe)) ?? '';
  return {
    tone: failed ? 'bad' : 'open',
    label: held === null ? 'To mend' : `To mend: ${held.rung}`,
    what: short(firstLine(problem?.message ?? held?.reason ?? ''), 130),
    wayOut: short(firstLine(wayOut), 66),
  };
}

/** Nothing of the recipe, that is: its run may have gone wrong all the same. */
function nothingToMend(results: Results, level: number | null): CardView['mend'] {
  const { exitCode } = results;
  if (level === null) return { tone: exitCode === 0 ? 'open' : 'bad', label: 'Not judged', what: short(firstLine(whyNoLevel(results) ?? ''), 130), wayOut: '' };
  const what = 'Every rung of the ladder holds.';
  if (exitCode === 0) return { tone: 'well', label: 'Nothing to mend', what, wayOut: '' };
  return { tone: 'open', label: 'Nothing to mend here', what: `${what} Its run ended with exit code ${exitCode}, for something else.`, wayOut: '' };
}

function dateOf(startedAt: string): string {
  const date = new Date(startedAt);
  if (Number.isNaN(date.getTime())) return 'time unknown';
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(date) + ' UTC';
}

function timeOf(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${Math.round(seconds / 3600)} h`;
}
