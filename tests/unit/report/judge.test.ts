/** The verdict on a run, from what its tests and the run itself came to: word, whose fault, exit code. */
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../harness/errors.ts';
import { type Happened, judge, type Problem, type TestOutcome } from '../../../harness/report/judge.ts';

const problem = (fault: Fault, code = 'ERR_X'): Problem => ({ code, fault, message: `${fault} did it`, wayOut: 'Mend it.' });
const outcome = (more: Partial<TestOutcome> = {}): TestOutcome =>
  ({ recipe: 'ghost', id: '1', title: 'installs', file: 'generic/1-install.spec.ts', tags: [], status: 'passed', durationMs: 1, ...more });
const failed = (fault: Fault, recipe = 'ghost') => outcome({ recipe, status: 'failed', problem: problem(fault) });
const judged = (happened: Partial<Happened>) =>
  judge({ tests: [outcome()], problems: [], recipeProblems: [], narrowedBy: [], unproven: {}, genericOnly: ['ghost', 'n8n'], interrupted: false, notRun: [], ...happened });
const word = (happened: Partial<Happened>) => {
  const { exitCode, recipes: [recipe] } = judged(happened);
  return [recipe?.word, recipe?.fault, exitCode];
};

describe('a recipe', () => {
  test('whose tests passed or do not apply is green', () => {
    expect(word({ tests: [outcome(), outcome({ status: 'not applicable', reason: 'structural: no backup labels' })] })).toEqual(['green', undefined, 0]);
  });

  test.each<[Fault, number]>([['recipe', 1], ['user', 2], ['environment', 3], ['harness', 4]])('that failed by fault of %s is red and exits %i', (fault, exitCode) => {
    expect(word({ tests: [outcome(), failed(fault)] })).toEqual(['red', fault, exitCode]);
  });

  test('whose own overlay nobody approved stays green, and keeps what was not run', () => {
    const found = { recipe: 'ghost', what: 'its own overlay', why: 'ghost is not on the approved list', wayOut: 'Read it.' };
    expect(judged({ notRun: [found, { ...found, recipe: 'other' }] })).toMatchObject({ exitCode: 0, recipes: [{ word: 'green', notRun: [found] }] });
  });

  test('with a test that did not run is unverified, never green', () => {
    expect(word({ tests: [outcome(), outcome({ status: 'unverified', problem: problem('user') })] })).toEqual(['unverified', 'user', 2]);
  });

  test('is red rather than unverified where both happened', () => {
    expect(word({ tests: [outcome({ status: 'unverified', problem: problem('recipe') }), failed('recipe')] })).toEqual(['red', 'recipe', 1]);
  });

  test('with a problem that is no test\'s is red', () => {
    expect(word({ recipeProblems: [{ recipe: 'ghost', problem: problem('user', 'ERR_SPEC_MISSING') }] })).toEqual(['red', 'user', 2]);
    expect(judged({ tests: [], recipeProblems: [{ recipe: 'ghost', problem: problem('user') }] }).recipes).toMatchObject([{ recipe: 'ghost', word: 'red', tests: [] }]);
  });

  test('that never met its real app is unproven, and says why', () => {
    const { exitCode, recipes } = judged({ unproven: { ghost: 'its images are nowhere to be had' } });
    expect(exitCode).toBe(3);
    expect(recipes).toMatchObject([{ word: 'unproven', fault: 'environment', problems: [{ code: 'ERR_UNPROVEN', message: 'ghost never met its real app: its images are nowhere to be had.' }] }]);
  });

  test('that is unproven and fails tells of the failure only', () => {
    const { recipes } = judged({ tests: [failed('recipe')], unproven: { ghost: 'x' } });
    expect(recipes).toMatchObject([{ word: 'red', fault: 'recipe', problems: [] }]);
  });

  test('is not judged by what its neighbour did', () => {
    const { exitCode, recipes } = judged({
      tests: [outcome(), failed('environment', 'n8n')], recipeProblems: [{ recipe: 'n8n', problem: problem('recipe') }], unproven: { n8n: 'x' },
    });
    expect(recipes.map(({ recipe, word: is, fault, tests, problems }) => [recipe, is, fault, tests.length, problems.length]))
      .toEqual([['ghost', 'green', undefined, 1, 0], ['n8n', 'red', 'environment', 1, 1]]);
    expect(exitCode).toBe(3);
  });

  const functional = (more: Partial<TestOutcome> = {}) => outcome({ file: 'overlays/ghost/functional/posts.spec.ts', purpose: 'functional', ...more });
  test.each<[string, TestOutcome[]]>([['none', []], ['one', [functional()]], ['one and a page', [functional(), outcome({ purpose: 'browser' })]]])(
    'with an overlay, of whose functional tests %s ran, is red by the user\'s mistake', (_how, own) => {
      const { exitCode, recipes: [recipe] } = judged({ genericOnly: [], tests: [outcome(), ...own] });
      expect([exitCode, recipe?.word, recipe?.problems[0]?.code, recipe?.genericOnly]).toEqual([2, 'red', 'ERR_EVIDENCE_TOO_FEW', false]);
    });

  test.each<[string, Partial<Happened>]>([
    ['two functional tests', { tests: [functional(), functional({ id: '2' })] }],
    ['functional tests that are declared away', { tests: [functional(), functional({ id: '2', status: 'not applicable', reason: 'declared: takes a licence' })] }],
    ['one in a narrowed run', { tests: [functional()], narrowedBy: ['--grep posts'] }],
    ['none in a run that a person ended', { tests: [outcome()], interrupted: true }],
  ])('with an overlay and %s is not told that they are too few', (_how, happened) => {
    expect(judged({ genericOnly: [], ...happened }).recipes[0]?.problems).toEqual([]);
  });

  test('whose one functional test failed is told of that alone', () => {
    expect(judged({ genericOnly: [], tests: [functional({ status: 'failed', problem: problem('recipe') })] })).toMatchObject({ exitCode: 1, recipes: [{ fault: 'recipe', problems: [] }] });
  });

  test('without an overlay is generic only, and green', () => {
    expect(judged({})).toMatchObject({ exitCode: 0, recipes: [{ word: 'green', genericOnly: true }] });
  });

  test('of a narrowed run is partial', () => {
    expect(judged({ narrowedBy: ['--grep @backup'] }).recipes.map(({ partial }) => partial)).toEqual([true]);
    expect(judged({}).recipes.map(({ partial }) => partial)).toEqual([false]);
  });
});

describe('a run', () => {
  test.each<[Fault[], Fault, number]>([
    [['recipe', 'environment'], 'environment', 3], [['environment', 'harness'], 'harness', 4], [['harness', 'user', 'recipe'], 'user', 2],
  ])('with faults %j exits by the gravest, %s', (faults, gravest, exitCode) => {
    expect(word({ tests: faults.map(fault => failed(fault)) })).toEqual(['red', gravest, exitCode]);
    expect(judged({ problems: faults.map(fault => problem(fault)) }).exitCode).toBe(exitCode);
  });

  test('that proved nothing is the user\'s mistake', () => {
    expect(judged({ tests: [] })).toMatchObject({ exitCode: 2, recipes: [], problems: [{ code: 'ERR_NO_TESTS', fault: 'user', wayOut: expect.stringContaining('--list') }] });
  });

  test('that ended before its tests tells why, and of nothing else', () => {
    expect(judged({ tests: [], problems: [problem('environment')] })).toMatchObject({ exitCode: 3, problems: [{ code: 'ERR_X' }] });
  });

  test('that was interrupted exits 130, whatever had happened', () => {
    expect(judged({ interrupted: true, tests: [failed('harness')] }).exitCode).toBe(130);
    expect(judged({ interrupted: true, tests: [] })).toMatchObject({ exitCode: 130, problems: [] });
  });
});
