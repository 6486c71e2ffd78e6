/** Given runs of one recipe, when its page is made, then it tells since when it stands there, how it got there, and which tests flake. */
import { expect, test } from 'vitest';
import { inWords } from '../../../harness/site/level-chart.ts';
import { flakesOf, levelChanges, noChangeIn, standsSince, wholeRuns } from '../../../harness/site/level-history.ts';
import type { Run } from '../../../harness/site/read-folder.ts';
import type { RunDetails } from '../../../harness/site/run-details.ts';

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

test('runs without a level say nothing of one, neither in the words of the chart nor of what has changed', () => {
  expect(inWords(wholeRuns(newestFirst(null, null, 7)))).toBe('Level 7 in 1 of the last 3 whole runs; the other 2 show none');
  expect(inWords(wholeRuns(newestFirst(5, null, 3)))).toBe('Level from 3 to 5 in 2 of the last 3 whole runs, between 3 and 5; the other one shows none');
  const narrowed = run(19, null, { partial: true });
  expect(noChangeIn([...newestFirst(7, 7), narrowed])).toBe('Its level has not changed in 2 whole runs.');
  expect(noChangeIn(newestFirst(7, 7, null))).toBe('Its level has not changed in 2 of 3 whole runs; the other one shows none.');
  expect(noChangeIn(newestFirst(7, null))).toBe('Whether its level has changed is not known: 1 of 2 whole runs shows one.');
  expect(noChangeIn(newestFirst(null, null))).toBe('Whether its level has changed is not known: 0 of 2 whole runs show one.');
});

type Looked = [title: string, status: 'passed' | 'failed', more?: { flaky?: true; fault?: RunDetails['tests'][number]['fault'] }];
const looked = (at: Run, dirty: boolean, ...tests: Looked[]): RunDetails => ({
  run: at, dirty, stages: [], memory: null, tests: tests.map(([title, status, { flaky = false, fault = null } = {}]) => ({ key: title, title, status, flaky, fault })),
});

test('a test flakes that failed and passed in one run, or in two runs of one commit; a test that was mended does not', () => {
  const flakes = flakesOf([
    looked(run(20, 4, { commit: 'b' }), false, ['mended', 'passed'], ['undecided', 'passed'], ['twice', 'failed', { flaky: true }]),
    looked(run(19, 4, { commit: 'b' }), false, ['mended', 'passed'], ['undecided', 'failed'], ['twice', 'failed', { flaky: true }]),
    looked(run(18, 4, { commit: 'a' }), false, ['mended', 'failed'], ['undecided', 'passed'], ['twice', 'passed']),
  ]);
  expect(flakes.map(({ title, within, between, runs, last }) => [title, within, between, runs, last.id])).toEqual([['twice', 2, [], 3, 'run-20'], ['undecided', 0, ['b'], 3, 'run-19']]);
});

test('two runs of one commit say nothing of a test where the recipe was being changed, or where the failure was not its own', () => {
  const [newer, older] = [run(20, 4, { commit: 'a' }), run(19, 4, { commit: 'a' })];
  expect(flakesOf([looked(newer, true, ['edited', 'passed']), looked(older, true, ['edited', 'failed'])])).toEqual([]);
  expect(flakesOf([looked(newer, false, ['edited', 'passed']), looked(older, true, ['edited', 'failed'])])).toEqual([]);
  for (const fault of ['environment', 'harness'] as const) {
    expect(flakesOf([looked(newer, false, ['posts', 'passed']), looked(older, false, ['posts', 'failed', { fault }])])).toEqual([]);
  }
});
