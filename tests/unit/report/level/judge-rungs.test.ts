/** What a run's tests, lint and proof say of each rung of the ladder. */
import { describe, expect, test } from 'vitest';
import type { TestOutcome } from '../../../../harness/report/judge.ts';
import { judgeRungs, type Judged } from '../../../../harness/report/level/judge-rungs.ts';
import { levelOf } from '../../../../harness/report/level/level.ts';
import type { Rung, RungName } from '../../../../harness/report/level/rungs.ts';

const outcome = (tag: string, more: Partial<TestOutcome> = {}): TestOutcome =>
  ({ recipe: 'ghost', id: tag, title: `of ${tag}`, file: `${tag}.spec.ts`, tags: [`@${tag}`], status: 'passed', durationMs: 1, ...more });
const problem = { code: 'ERR_X', fault: 'recipe', message: 'it broke' } as const;

const tests = (changed: Partial<Record<string, Partial<TestOutcome>>> = {}): TestOutcome[] => [
  outcome('install', changed['install']), outcome('upgrade', changed['upgrade']), outcome('backup', changed['backup']),
  outcome('functional', { purpose: 'functional', ...changed['functional'] }), outcome('browser', { purpose: 'browser', ...changed['browser'] }), outcome('teardown', changed['teardown']),
];
const judged = (more: Partial<Judged> = {}, verdict: Partial<Judged['verdict']> = {}): Judged => ({
  verdict: { word: 'green', partial: false, genericOnly: false, tests: tests(), problems: [], ...verdict },
  declared: [], sso: false, lint: { recipe: [], overlay: [] }, commit: 'abc',
  proof: { date: '2026-11-22T00:00:00.000Z', commit: 'abc', killed: 9, total: 9, stale: false }, ...more,
});
const rung = (name: RungName, given: Judged): Rung | undefined => judgeRungs(given).find(each => each.name === name);
const level = (given: Judged): number => levelOf(judgeRungs(given)).level;

test('a whole green run, clean and proved, is level 7', () => {
  expect(level(judged())).toBe(7);
});

describe('a failure is told by its test and its reason', () => {
  test.each<[RungName, string]>([['install', 'install'], ['upgrade', 'upgrade'], ['backup', 'backup'], ['functional', 'functional'], ['browser', 'browser'], ['install', 'teardown']])('%s, by a test of %s', (name, tag) => {
    const given = judged({}, { word: 'red', tests: tests({ [tag]: { status: 'failed', problem } }) });
    expect(rung(name, given)).toMatchObject({ status: 'fail', reason: `of ${tag}: it broke` });
  });
});

test('what a recipe has not is structural, with its reason', () => {
  const given = judged({}, { tests: tests({ upgrade: { status: 'not applicable', reason: 'structural: no earlier release' } }) });
  expect(rung('upgrade', given)).toEqual({ name: 'upgrade', status: 'structural', reason: 'structural: no earlier release' });
  expect(level(given)).toBe(7);
});

test('data that only an overlay could show caps', () => {
  const given = judged({}, { tests: tests({ backup: { status: 'not applicable', reason: 'structural: no overlay' } }) });
  expect(level(given)).toBe(2);
});

test('a rung of which a part ran and a part did not apply caps: half is no rung', () => {
  const given = judged({}, { tests: [...tests(), outcome('backup', { status: 'not applicable', reason: 'structural: no second node' })] });
  expect(level(given)).toBe(2);
});

test('a declared rung caps, and a failure in it is a failure still', () => {
  const declared = [{ rung: 'browser', blocker: 'needs a camera' }];
  expect(rung('browser', judged({ declared }))).toMatchObject({ status: 'declared', reason: 'needs a camera' });
  expect(level(judged({ declared }))).toBe(4);
  expect(rung('browser', judged({ declared }, { tests: tests({ browser: { status: 'failed', problem } }) }))?.status).toBe('fail');
});

test('without an overlay nothing says what the app is for: level 3 at the most', () => {
  expect(level(judged({}, { genericOnly: true, tests: tests().filter(each => each.purpose === undefined) }))).toBe(3);
});

test('without a page the browser is climbed over; with a provider, and nobody who logs in, it is not', () => {
  const none = { tests: tests().filter(({ purpose }) => purpose !== 'browser') };
  expect(rung('browser', judged({}, none))).toMatchObject({ status: 'structural' });
  expect(rung('browser', judged({ sso: true }))).toMatchObject({ status: 'unverified', reason: expect.stringContaining('no test logs in') });
  expect(rung('browser', judged({ sso: true }, { tests: [...tests(), outcome('sso', { purpose: 'functional' })] }))?.status).toBe('pass');
});

describe('where its recipe file names a provider, somebody must have logged in through it', () => {
  const login = (purpose: 'functional' | 'browser', more: Partial<TestOutcome>): Judged => judged({ sso: true }, { tests: [...tests(), outcome('sso', { title: 'logs in', purpose, ...more })] });

  test.each(['functional', 'browser'] as const)('a login that does not apply, among the %s tests, leaves it open', purpose => {
    const given = login(purpose, { status: 'not applicable', reason: 'the provider is slow' });
    expect(rung('browser', given)).toMatchObject({ status: 'unverified', reason: 'its recipe file names a provider, and no login through it passed; logs in: the provider is slow' });
    expect(level(given)).toBe(4);
  });

  test('a login that failed is a failure, and one that did not run is told as that', () => {
    expect(rung('browser', login('browser', { status: 'failed', problem }))).toMatchObject({ status: 'fail', reason: 'logs in: it broke' });
    expect(rung('browser', login('browser', { status: 'unverified', problem }))).toMatchObject({ status: 'unverified', reason: 'logs in: it broke' });
  });

  test('one that passed is enough for the rung, one beside it that does not apply caps', () => {
    expect(rung('browser', login('browser', {}))?.status).toBe('pass');
    const both = judged({ sso: true }, { tests: [...tests(), outcome('sso', { purpose: 'browser' }), outcome('sso', { purpose: 'browser', status: 'not applicable', reason: 'structural: one realm' })] });
    expect(level(both)).toBe(4);
  });

  test('a page that failed is told before that nobody logs in', () => {
    expect(rung('browser', judged({ sso: true }, { word: 'red', tests: tests({ browser: { status: 'failed', problem } }) }))).toMatchObject({ status: 'fail', reason: 'of browser: it broke' });
  });
});

test.each<[string, Partial<Judged>, string]>([
  ['what abra finds', { lint: { recipe: ['R011'], overlay: [] } }, 'fail'],
  ['what is found in the overlay', { lint: { recipe: [], overlay: ['a.spec.ts:3 no-sleep', 'b.spec.ts:1 x'] } }, 'fail'],
  ['abra not asked', { lint: { recipe: undefined, overlay: [] } }, 'unverified'],
  ['the overlay not linted', { lint: { recipe: [], overlay: undefined } }, 'unverified'],
])('lint: %s', (_what, more, status) => {
  expect(rung('lint', judged(more))?.status).toBe(status);
  expect(level(judged(more))).toBe(5);
});

test.each<[string, Judged['proof'], string]>([
  ['none', undefined, 'unverified'],
  ['one that a test survived', { date: '', commit: 'abc', killed: 8, total: 9, stale: false }, 'fail'],
  ['of an overlay that has changed since', { date: '', commit: 'abc', killed: 9, total: 9, stale: true }, 'unverified'],
  ['of another commit', { date: '', commit: 'other', killed: 9, total: 9, stale: false }, 'unverified'],
  ['that does not add up', { date: '', commit: 'abc', killed: 99, total: 3, stale: false }, 'unverified'],
  ['of nothing', { date: '', commit: 'abc', killed: 0, total: 0, stale: false }, 'unverified'],
])('a proof: %s', (_what, proof, status) => {
  expect(rung('proof', judged({ proof }))?.status).toBe(status);
});

describe('what a recipe has not, or declares, holds the rung that it belongs to and none below', () => {
  const page: Partial<TestOutcome> = { tags: ['@install', '@browser'], title: 'shows itself in a browser', status: 'not applicable' };

  test('an app without a page installs all the same', () => {
    const given = judged({}, { tests: [...tests().filter(({ purpose }) => purpose !== 'browser'), outcome('install', { ...page, reason: 'structural: mumble answers on port 64738, and has no page' })] });
    expect(rung('install', given)?.status).toBe('pass');
    expect(level(given)).toBe(7);
  });

  test('so does one whose browser is declared', () => {
    const given = judged({ declared: [{ rung: 'browser', blocker: 'needs a camera' }] }, { tests: [...tests(), outcome('install', { ...page, reason: 'declared: needs a camera' })] });
    expect(level(given)).toBe(4);
  });

  test('a login that is declared caps at the browser, though its test stands among the functional ones', () => {
    const given = judged({ sso: true, declared: [{ rung: 'sso', blocker: 'needs a second provider' }] }, {
      tests: [...tests(), outcome('sso', { purpose: 'functional', status: 'not applicable', reason: 'declared: needs a second provider' })],
    });
    expect(rung('browser', given)).toMatchObject({ status: 'declared', reason: 'needs a second provider' });
    expect(level(given)).toBe(4);
  });

  test('a login that failed holds what is functional', () => {
    const given = judged({ sso: true }, { word: 'red', tests: [...tests(), outcome('sso', { purpose: 'functional', status: 'failed', problem })] });
    expect(level(given)).toBe(3);
  });
});

test.each(['environment', 'harness'] as const)('what failed by fault of the %s shows nothing of the recipe, and lifts it no more than a failure', fault => {
  const given = judged({}, { word: 'red', tests: tests({ upgrade: { status: 'failed', problem: { ...problem, fault } } }) });
  expect(rung('upgrade', given)).toMatchObject({ status: 'unverified', reason: 'of upgrade: it broke' });
  expect(level(given)).toBe(1);
});

test("where the recipe failed as well, it is the recipe's failure that is told", () => {
  const given = judged({}, { word: 'red', tests: [outcome('backup', { status: 'failed', problem: { ...problem, fault: 'environment' } }), ...tests({ backup: { status: 'failed', title: 'a disaster', problem } })] });
  expect(rung('backup', given)).toMatchObject({ status: 'fail', reason: 'a disaster: it broke' });
});

test.each(['failed', 'unverified'] as const)('a test of an overlay that is on no rung, and %s, holds what is functional', status => {
  const given = judged({}, { word: 'red', tests: [...tests(), outcome('mine', { status, problem })] });
  expect(level(given)).toBe(3);
  expect(level(judged({}, { tests: [...tests(), outcome('mine')] }))).toBe(7);
});

test('too few functional tests fail that rung, and those below stand', () => {
  const given = judged({}, { word: 'red', problems: [{ code: 'ERR_EVIDENCE_TOO_FEW', fault: 'user', message: 'one ran' }] });
  expect(rung('functional', given)).toMatchObject({ status: 'fail', reason: 'ERR_EVIDENCE_TOO_FEW: one ran' });
  expect(level(given)).toBe(3);
});

test('functional tests of which none applies are too few: that rung fails, and none above it is reached', () => {
  const few = { code: 'ERR_EVIDENCE_TOO_FEW', fault: 'user', message: 'none ran' } as const;
  const given = judged({}, { word: 'red', problems: [few], tests: tests({ functional: { status: 'not applicable', reason: 'this app has nothing like that' } }) });
  expect(rung('functional', given)).toMatchObject({ status: 'fail', reason: 'ERR_EVIDENCE_TOO_FEW: none ran' });
  expect(level(given)).toBe(3);
  expect(rung('functional', judged({}, { word: 'red', problems: [few], tests: tests().filter(({ purpose }) => purpose === undefined) }))?.status).toBe('fail');
});

test("an overlay's own tests are never nothing of the kind: where none applies, nothing stands on them", () => {
  const given = judged({}, { tests: tests({ functional: { status: 'not applicable', reason: 'this app has nothing like that' } }) });
  expect(rung('functional', given)).toMatchObject({ status: 'structural', caps: true });
  expect(level(given)).toBe(3);
});

test('what did not run is told of a declared rung, rather than that it is declared', () => {
  const given = judged({ declared: [{ rung: 'functional', blocker: 'no licence' }] }, { word: 'unverified', tests: [...tests(), outcome('mine', { status: 'unverified', problem })] });
  expect(rung('functional', given)).toMatchObject({ status: 'unverified', reason: 'of mine: it broke' });
  expect(level(given)).toBe(3);
});

test('a proof of what nobody has committed is none', () => {
  expect(rung('proof', judged({ commit: undefined }))).toMatchObject({ status: 'unverified' });
});

test.each<[string, Partial<Judged['verdict']>]>([
  ['a narrowed run', { partial: true }],
  ['a recipe that never met its app', { word: 'unproven' }],
  ['a problem that is no test\'s', { word: 'red', problems: [problem] }],
  ['a run without tests', { tests: [] }],
])('%s says nothing of any level', (_what, verdict) => {
  expect(level(judged({}, verdict))).toBe(0);
});
