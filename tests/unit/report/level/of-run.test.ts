/** The level that a run gives: a number where it has shown one, silence where it has not, and no exception ever. */
import { describe, expect, test } from 'vitest';
import type { RecipeVerdict, TestOutcome } from '../../../../harness/report/judge.ts';
import { levelLine } from '../../../../harness/report/level/in-words.ts';
import { levelGiven, type LevelInit } from '../../../../harness/report/level/of-run.ts';

const outcome = (tag: string, more: Partial<TestOutcome> = {}): TestOutcome =>
  ({ recipe: 'ghost', id: tag, title: `of ${tag}`, file: `${tag}.spec.ts`, tags: [`@${tag}`], status: 'passed', durationMs: 1, ...more });
const tests = ['install', 'upgrade', 'backup', 'teardown'].map(tag => outcome(tag)).concat(outcome('functional', { purpose: 'functional' }), outcome('browser', { purpose: 'browser' }));
const green: RecipeVerdict = { recipe: 'ghost', word: 'green', fault: undefined, partial: false, genericOnly: false, tests, problems: [], notRun: [] };
const init = (more: Partial<LevelInit> = {}): LevelInit => ({
  run: { exitCode: 0, problems: [] }, metadata: [{ recipe: 'ghost', declared: [] }], underTest: { ref: 'main', commit: 'abc', dirty: false },
  lint: { recipe: [], overlay: [] }, proofs: new Map([['ghost', { date: '', commit: 'abc', killed: 3, total: 3, stale: false }]]), adopted: false, ...more,
});
const line = (verdict: Partial<RecipeVerdict> = {}, more: Partial<LevelInit> = {}): string => levelLine(levelGiven({ ...green, ...verdict }, () => init(more)));

test('all seven', () => {
  expect(line()).toBe('level 7 of 7: is proved by sabotage');
});

test.each<[string, Partial<RecipeVerdict>, Partial<LevelInit>, string]>([
  ['a provider that nobody logs in through', {}, { metadata: [{ recipe: 'ghost', sso: true, declared: [] }] }, 'level 4 of 7: does what it is for, before witnesses; held by browser: its recipe file names a provider, and no test logs in through it'],
  ['a declared rung', {}, { metadata: [{ recipe: 'ghost', declared: [{ rung: 'upgrade', blocker: 'no licence', coveredBy: 'x', decidedBy: 'y', decidedOn: '2026-01-01' }] }] }, 'level 1 of 7: installs from nothing; held by upgrade: no licence'],
  ['what lint of the recipe finds', {}, { lint: { recipe: [{ rule: 'R011', message: 'no image tag' }], overlay: [] } }, 'level 5 of 7: does it in the browser, and with single sign-on; held by lint: R011: no image tag'],
  ['what lint of the overlay finds', {}, { lint: { recipe: [], overlay: [{ file: 'a.spec.ts', line: 3, rule: 'no-sleep', message: 'waits' }] } }, 'level 5 of 7: does it in the browser, and with single sign-on; held by lint: a.spec.ts:3 no-sleep: waits'],
  ['uncommitted changes', {}, { underTest: { ref: 'main', commit: 'abc', dirty: true } }, 'level 6 of 7: is clean by lint, its own and abra\'s; held by proof: what is under test is no commit that could have been proved'],
  ['no overlay', { genericOnly: true, tests: tests.filter(({ purpose }) => purpose === undefined) }, {}, 'level 3 of 7: survives backup, restore and disaster; held by functional: no overlay says what it is for'],
  ['a reason of many lines', { tests: [outcome('install', { status: 'failed', problem: { code: 'X', fault: 'recipe', message: `${'x'.repeat(400)}\nmore` } })] }, {}, `level 0 of 7: does not install; held by install: of install: ${'x'.repeat(148)}…`],
])('%s', (_what, verdict, more, words) => {
  expect(line(verdict, more)).toBe(words);
});

test.each<[string, Partial<RecipeVerdict>, Partial<LevelInit>, string]>([
  ['narrowed', { partial: true }, {}, 'no level: the run was narrowed'],
  ['interrupted', {}, { run: { exitCode: 130, problems: [] } }, 'no level: the run was interrupted'],
  ['on an app that was there', {}, { adopted: true }, 'no level: the run used an app that an earlier one had left'],
  ['that keeps its app', { tests: tests.map(test => test.id === 'teardown' ? { ...test, status: 'not applicable', reason: 'declared: HARNESS_KEEP=1 keeps the app' } : test) }, {}, 'no level: its app was kept, and so its removal not shown'],
  ['with a problem that is no recipe\'s', {}, { run: { exitCode: 4, problems: [{ code: 'ERR_SECRET_LEAKED', fault: 'harness', message: 'x' }] } }, 'no level: the run had a problem of its own, ERR_SECRET_LEAKED'],
])('a run %s gives none', (_what, verdict, more, words) => {
  expect(levelGiven({ ...green, ...verdict }, () => init(more)).level).toBeNull();
  expect(line(verdict, more)).toBe(words);
});

test('what cannot even be read is no reason to fail', () => {
  expect(levelLine(levelGiven(green, () => { throw new Error('torn'); }))).toBe('no level: it could not be told: Error: torn');
});

describe('whatever is wrong with what is known, nothing is thrown and nothing raised', () => {
  test.each<[string, Partial<LevelInit>]>([
    ['proofs', { proofs: { get: () => { throw new Error('torn'); } } as unknown as LevelInit['proofs'] }],
    ['lint', { lint: { recipe: 7, overlay: [] } as unknown as LevelInit['lint'] }],
    ['metadata', { metadata: undefined as unknown as LevelInit['metadata'] }],
    ['problems', { run: {} as unknown as LevelInit['run'] }],
  ])('%s', (_what, more) => {
    expect(line({}, more)).toMatch(/^no level: it could not be told: /);
  });
});
