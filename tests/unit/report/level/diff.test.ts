/** What changed since the base branch's last result. */
import { describe, expect, test } from 'vitest';
import { differenceOf, inWords } from '../../../../harness/report/level/diff.ts';
import { levelOf } from '../../../../harness/report/level/level.ts';
import { levelShown } from '../../../../harness/report/level/level-shown.ts';
import { rungNames, type Rung, type RungName } from '../../../../harness/report/level/rungs.ts';
import type { Results } from '../../../../harness/report/results-schema.ts';
import { sampleResults, sampleTest } from '../sample-results.ts';

const heldAt = (held?: RungName): Pick<Results, 'level'> => {
  const rungs = rungNames.map((name): Rung => name === held ? { name, status: 'fail', reason: 'it broke' } : { name, status: 'pass', reason: '' });
  const { level, heldBy } = levelOf(rungs);
  return { level: { level, rungs, heldBy } };
};
const tests = sampleResults().tests;

test('says the level, the tests and the time, in one line', () => {
  const base = sampleResults({ ...heldAt('functional'), tests: tests.slice(2), durationMs: 135_000 });
  const difference = differenceOf(base, sampleResults({ ...heldAt('browser'), underTest: { ...sampleResults().underTest!, commit: 'f'.repeat(40) } }));
  expect(inWords(difference)).toBe('3 → 4, two tests more, 40 s less');
  expect(difference).toEqual({
    level: { from: 3, to: 4 },
    rungs: [{ name: 'functional', from: 'fail', to: 'pass' }, { name: 'browser', from: 'pass', to: 'fail' }],
    tests: { added: ['answers its users', 'a restore brings back what was wiped'], removed: [], nowPassing: [], nowFailing: [] },
    durationMs: -40_000,
    narrowed: false,
    commit: { from: '0123456789abcdef0123456789abcdef01234567', to: 'f'.repeat(40) },
  });
});

test('of the same result twice, nothing has changed', () => {
  const difference = differenceOf(sampleResults(), sampleResults());
  expect(inWords(difference)).toBe('level 7 as before');
  expect(difference).toMatchObject({ rungs: [], tests: { added: [], removed: [], nowPassing: [], nowFailing: [] }, durationMs: 0 });
});

test('tests that turned, either way', () => {
  const turned = (status: 'passed' | 'failed' | 'unverified'): Results => sampleResults({ ...heldAt('browser'), verdict: status === 'passed' ? 'green' : 'red', tests: tests.map((each, at) => at < 2 ? { ...each, status } : each) });
  expect(differenceOf(turned('passed'), turned('unverified')).tests.nowFailing).toEqual(['answers its users', 'a restore brings back what was wiped']);
  expect(inWords(differenceOf(turned('passed'), turned('failed')))).toBe('level 4 as before, two tests no longer pass');
  expect(inWords(differenceOf(turned('failed'), turned('passed')))).toBe('level 4 as before, two tests pass again');
  expect(differenceOf(turned('failed'), turned('unverified')).tests).toMatchObject({ nowFailing: [], nowPassing: [] });
});

test('a test of the same title in another file is another test', () => {
  const moved = sampleResults({ tests: tests.map((each, at) => at === 3 ? { ...each, file: 'elsewhere.spec.ts' } : each) });
  expect(inWords(differenceOf(sampleResults(), moved))).toBe('level 7 as before, one test replaced');
});

test.each(['node_modules/recipe-harness/', '../node_modules/recipe-harness/', '../recipe-harness/'])('a spec of the package is the same test in older results, which name it %s…', before => {
  const older = sampleResults({ tests: tests.map(each => /^(generic|teardown)\//.test(each.file) ? { ...each, file: `${before}${each.file.replace(/ts$/, before.startsWith('../r') ? 'ts' : 'js')}` } : each) });
  const difference = differenceOf(older, sampleResults());
  expect(inWords(difference)).toBe('level 7 as before');
  expect(difference.tests).toEqual({ added: [], removed: [], nowPassing: [], nowFailing: [] });
});

test.each([[500, ''], [1_600, ', 2 s more'], [-119_000, ', 119 s less'], [180_000, ', 3 min more']])('%i ms: "%s"', (by, words) => {
  expect(inWords(differenceOf(sampleResults(), sampleResults({ durationMs: 95_000 + by })))).toBe(`level 7 as before${words}`);
});

describe('a narrowed run', () => {
  const narrowed = sampleResults({ partial: true, narrowedBy: ['--grep'], tests: tests.slice(0, 1), durationMs: 1_000 });

  test('has no level, adds nothing and takes nothing away', () => {
    expect(differenceOf(sampleResults(), narrowed)).toMatchObject({ level: { from: 7, to: null }, tests: { added: [], removed: [] }, narrowed: true });
    expect(differenceOf(narrowed, sampleResults())).toMatchObject({ level: { from: null, to: 7 }, tests: { added: [], removed: [] } });
    expect(inWords(differenceOf(sampleResults(), narrowed))).toBe('7 → unknown, narrowed');
  });

  test('still tells of what it ran that it no longer passes', () => {
    const failing = { ...narrowed, tests: [sampleTest('answers its users', { file: 'generic/1-install.spec.ts', status: 'failed' })] };
    expect(differenceOf(sampleResults(), failing).tests.nowFailing).toEqual(['answers its users']);
  });
});

describe('a level is never shown higher than its own rungs carry', () => {
  const { level } = heldAt('backup');
  test.each<[string, Partial<Results>, number | null]>([
    ['as it is', { level }, 2],
    ['a number that was raised', { level: { ...level!, level: 7 } }, 2],
    ['a number below', { level: { ...level!, level: 1 } }, 1],
    ['no rungs', { level: { level: 7, rungs: [], heldBy: null } }, null],
    ['one rung seven times', { level: { level: 7, rungs: rungNames.map(() => ({ name: 'install', status: 'pass', reason: '' })), heldBy: null } }, null],
    ['narrowed', { partial: true }, null],
    ['green, with a test that failed', { level, tests: [sampleTest('answers its users', { status: 'failed' })] }, null],
    ['green, with a test that did not run', { level, tests: [sampleTest('answers its users', { status: 'unverified' })] }, null],
    ['green, with a problem', { level, problems: [{ code: 'ERR_LEFTOVERS', fault: 'harness', message: 'm', wayOut: 'w' }] }, null],
    ['unproven', { level, verdict: 'unproven' }, null],
    ['red, with a test that failed', { level, verdict: 'red', fault: 'recipe', tests: [sampleTest('answers its users', { status: 'failed' })] }, 2],
    ['red, with a test that failed, and no rung that does', { verdict: 'red', fault: 'recipe', tests: [sampleTest('answers its users', { status: 'failed' })] }, null],
    ['red, with a problem, and no rung but the proof is open', { ...heldAt('proof'), verdict: 'red', fault: 'user', problems: [{ code: 'ERR_EVIDENCE_TOO_FEW', fault: 'user', message: 'm' }] }, null],
    ['unverified, with no rung that is', { verdict: 'unverified', tests: [sampleTest('answers its users', { status: 'unverified' })] }, null],
    ['a secret was left in a file', { secretSearch: { secrets: 3, masked: 0, found: ['a.log'] } }, null],
    ['none', { level: null }, null],
  ])('%s', (_what, more, shown) => {
    expect(levelShown(sampleResults(more))).toBe(shown);
  });
});
