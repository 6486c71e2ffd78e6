/** What has changed between two runs of one recipe: as data, and in words for those who look at a pull request. */
import { packagedSpec } from '../packaged-spec.ts';
import type { Results } from '../results-schema.ts';
import { levelShown } from './level-shown.ts';
import { rungNames, type RungName, type RungStatus } from './rungs.ts';

export interface Difference {
  /** Null where a run was narrowed, or says nothing of a level. */
  readonly level: { readonly from: number | null; readonly to: number | null };
  /** Only those that changed; null where nothing is known of one. */
  readonly rungs: readonly { readonly name: RungName; readonly from: RungStatus | null; readonly to: RungStatus | null }[];
  /** Titles. What a narrowed run left out is neither added nor removed. */
  readonly tests: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly nowPassing: readonly string[];
    /** They failed, or should have run and did not; before, they were well. */
    readonly nowFailing: readonly string[];
  };
  /** To − from. */
  readonly durationMs: number;
  /** Whether one of them was narrowed: then neither the number of tests nor the time says anything. */
  readonly narrowed: boolean;
  /** Commits of the recipe; null where a run did not get that far. */
  readonly commit: { readonly from: string | null; readonly to: string | null };
}

type Test = Results['tests'][number];

export function differenceOf(base: Results, now: Results): Difference {
  const [before, after] = [byPlace(base.tests), byPlace(now.tests)];
  const titles = (tests: ReadonlyMap<string, Test>, take: (test: Test, place: string) => boolean): string[] =>
    [...tests].flatMap(([place, test]) => take(test, place) ? [test.title] : []);
  return {
    level: { from: levelShown(base), to: levelShown(now) },
    rungs: rungNames.map(name => ({ name, from: statusOf(base, name), to: statusOf(now, name) })).filter(({ from, to }) => from !== to),
    tests: {
      added: base.partial ? [] : titles(after, (_test, place) => !before.has(place)),
      removed: now.partial ? [] : titles(before, (_test, place) => !after.has(place)),
      nowPassing: titles(after, (test, place) => test.status === 'passed' && isBad(before.get(place))),
      nowFailing: titles(after, (test, place) => isBad(test) && isWell(before.get(place))),
    },
    durationMs: now.durationMs - base.durationMs,
    narrowed: base.partial || now.partial,
    commit: { from: base.underTest?.commit ?? null, to: now.underTest?.commit ?? null },
  };
}

/** `3 → 4, two tests more, 40 s less`. */
export function inWords({ level, tests, durationMs, narrowed }: Difference): string {
  const more = tests.added.length - tests.removed.length;
  return [
    levelInWords(level),
    ...(tests.nowFailing.length > 0 ? [`${counted(tests.nowFailing.length)} no longer ${tests.nowFailing.length === 1 ? 'passes' : 'pass'}`] : []),
    ...(tests.nowPassing.length > 0 ? [`${counted(tests.nowPassing.length)} ${tests.nowPassing.length === 1 ? 'passes' : 'pass'} again`] : []),
    ...(more !== 0 ? [`${counted(Math.abs(more))} ${more > 0 ? 'more' : 'less'}`] : tests.added.length > 0 ? [`${counted(tests.added.length)} replaced`] : []),
    ...(narrowed ? ['narrowed'] : time(durationMs)),
  ].join(', ');
}

function levelInWords({ from, to }: Difference['level']): string {
  if (from === to) return to === null ? 'level unknown' : `level ${to} as before`;
  return `${from ?? 'unknown'} → ${to ?? 'unknown'}`;
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

function counted(count: number): string {
  return `${words[count] ?? String(count)} ${count === 1 ? 'test' : 'tests'}`;
}

/** A second and less is the machine's mood. */
function time(durationMs: number): string[] {
  const seconds = Math.round(Math.abs(durationMs) / 1000);
  if (seconds <= 1) return [];
  return [`${seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} ${durationMs > 0 ? 'more' : 'less'}`];
}

function byPlace(tests: readonly Test[]): Map<string, Test> {
  return new Map(tests.map(test => [JSON.stringify([packagedSpec(test.file) ?? test.file, test.title]), test]));
}

function statusOf({ partial, level }: Results, name: RungName): RungStatus | null {
  return partial ? null : level?.rungs.find(rung => rung.name === name)?.status ?? null;
}

function isBad(test: Test | undefined): boolean {
  return test?.status === 'failed' || test?.status === 'unverified';
}

function isWell(test: Test | undefined): boolean {
  return test?.status === 'passed' || test?.status === 'not applicable';
}
