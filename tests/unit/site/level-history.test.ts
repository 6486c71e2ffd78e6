/** Given runs of one recipe, when its page is made, then it tells since when it stands there, how it got there, and which tests flake. */
import { expect, test } from 'vitest';
import { inWords } from '../../../harness/site/level-chart.ts';
import { flakesOf, levelChanges, standsSince, wholeRuns } from '../../../harness/site/level-history.ts';
import type { Run } from '../../../harness/site/read-folder.ts';

const run = (day: number, level: number | null, more: Partial<Run> = {}): Run => ({
  id: `run-${day}`, startedAt: new Date(Date.UTC(2026, 10, day)), durationMs: 1, level, verdict: 'green', fault: null, partial: false, cold: true, commit: `c${day}`, version: null, heldBy: null, ...more,
});
const newestFirst = (...levels: (number | null)[]): Run[] => levels.map((level, place) => run(20 - place, level));

test('it stands there since the first of the last runs of that level; narrowed ones say nothing', () => {
  const runs = [run(20, 4), run(19, null, { partial: true }), run(18, 4), run(17, 3), run(16, 4)];
  expect(standsSince(4, runs)?.id).toBe('run-18');
  expect(standsSince(4, newestFirst(4, 4))?.id).toBe('run-19');
  expect(standsSince(null, runs)).toBeUndefined();
  expect(standsSince(5, runs)).toBeUndefined();
});

test('a run whose level is not known ends the time that it stands there', () => {
  expect(standsSince(4, newestFirst(4, null, 4))?.id).toBe('run-20');
});

test('changes have the run, and so the commit, with which they came', () => {
  expect(levelChanges(newestFirst(3, null, 4, 4, 2)).map(({ from, to, run }) => [from, to, run.commit])).toEqual([[4, 3, 'c20'], [2, 4, 'c17']]);
});

test('the chart has words', () => {
  expect(inWords(wholeRuns(newestFirst(5, 3, 1, 2)))).toBe('Level from 2 to 5 over the last 4 whole runs, between 1 and 5');
  expect(inWords(newestFirst(5))).toBe('Level 5 over the last 1 whole run');
  expect(inWords(newestFirst(null))).toBe('No level is known of any run');
});

test('a test flakes that failed and passed in one run, or in two runs of one commit; a test that was mended does not', () => {
  const looked = (at: Run, ...tests: [title: string, status: 'passed' | 'failed', flaky?: true][]) => ({
    run: at, stages: [], memory: null, tests: tests.map(([title, status, flaky]) => ({ key: title, title, status, flaky: flaky === true })),
  });
  const flakes = flakesOf([
    looked(run(20, 4, { commit: 'b' }), ['mended', 'passed'], ['undecided', 'passed'], ['twice', 'failed', true]),
    looked(run(19, 4, { commit: 'b' }), ['mended', 'passed'], ['undecided', 'failed'], ['twice', 'failed', true]),
    looked(run(18, 4, { commit: 'a' }), ['mended', 'failed'], ['undecided', 'passed'], ['twice', 'passed']),
  ]);
  expect(flakes.map(({ title, within, between, runs, last }) => [title, within, between, runs, last.id])).toEqual([['twice', 2, [], 3, 'run-20'], ['undecided', 0, ['b'], 3, 'run-19']]);
});
