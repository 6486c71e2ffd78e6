/** Given a report of the harness and the output of the script, when their times are split, then the parts have the same names and sum up. */
import type { JSONReport } from '@playwright/test/reporter';
import { expect, test } from 'vitest';
import { codeLines } from '../../../bench/overlay-lines.ts';
import { partsOfReport, partsOfScript, profileTable } from '../../../bench/profile.ts';

const at = Date.parse('2026-01-02T03:04:05.000Z');
const result = (startMs: number, duration: number, steps: object[]) =>
  ({ status: 'passed', startTime: new Date(at + startMs).toISOString(), duration, steps });
const report = {
  suites: [{
    specs: [{ tests: [{ results: [result(1_000, 6_000, [
      { title: 'upgrade life', duration: 5_900, steps: [{ title: 'abra app deploy x', duration: 1_000 }, { title: 'converge life', duration: 4_000, steps: [{ title: 'abra app deploy inside', duration: 1 }] }] },
    ])] }] }],
    suites: [{ specs: [{ tests: [{ results: [result(7_400, 2_000, [{ title: 'abra app undeploy x', duration: 700 }, { title: 'remove what undeploy leaves, and look', duration: 1_200 }])] }] }] }],
  }],
} as unknown as JSONReport;

test('steps of the report become parts, whatever they lie in, and each is counted once', () => {
  const parts = partsOfReport(report, at, at + 9_900);
  expect(parts).toEqual([
    { name: 'abra app deploy, twice', ms: 1_000 }, { name: 'until it is up, twice', ms: 4_000 }, { name: 'abra app undeploy', ms: 700 },
    { name: 'remove the rest, and look', ms: 1_200 },
    { name: 'before the first test, where the recipe is fetched', ms: 1_000 }, { name: 'between two tests, where a new worker starts', ms: 400 },
    { name: 'after the last test', ms: 500 }, { name: 'all else', ms: 1_100 },
  ]);
  expect(parts.reduce((sum, part) => sum + part.ms, 0)).toBe(9_900);
});

test('stages of the script become the same parts', () => {
  expect(partsOfScript('stage deploy 900\nnoise\nstage wait 3000\nstage deploy 800\n', 5_000)).toEqual([
    { name: 'abra app deploy, twice', ms: 900 }, { name: 'until it is up, twice', ms: 3_000 }, { name: 'abra app deploy, twice', ms: 800 }, { name: 'all else', ms: 300 },
  ]);
});

test('the table sums a part that comes twice, and tells what the harness takes more', () => {
  const { rows } = profileTable([[{ name: 'abra app deploy, twice', ms: 1_500 }, { name: 'abra app deploy, twice', ms: 1_000 }]], [[{ name: 'abra app deploy, twice', ms: 2_000 }]]);
  expect(rows.find(([name]) => name === 'abra app deploy, twice')).toEqual(['abra app deploy, twice', '2.50', '2.00', '0.50']);
});

test('blank lines and comments are no code', () => {
  expect(codeLines('/** What\n * it is. */\nimport x;\n\n// why\nx();\n')).toBe(2);
});
