/** A finished Playwright test read as an outcome: skips by their type, failures by whose fault they are. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { describe, expect, test } from 'vitest';
import { DependencyDownError } from '../../../harness/deps/errors.ts';
import { HarnessError } from '../../../harness/errors.ts';
import { genericSpecs, packageRoot, teardownSpecs } from '../../../harness/package.ts';
import { notApplicable, outcomeOf, textOf } from '../../../harness/report/outcome.ts';
import type { Verdict } from '../../../harness/run/verdicts.ts';

interface Ended { status?: TestResult['status']; errors?: TestError[]; durations?: number[]; annotations?: TestCase['annotations']; ok?: boolean; expected?: boolean; flaky?: boolean; file?: string; evidence?: object[] }

const finished = ({ status = 'passed', errors = [], durations = [5], annotations = [], ok = status === 'passed', expected = ok, flaky = false, file = '/project/generic/1-install.spec.ts', evidence }: Ended = {}): TestCase => ({
  id: 'id-1', tags: ['@install'], annotations,
  location: { file, line: 1, column: 1 },
  parent: { project: () => ({ name: 'ghost' }) },
  titlePath: () => ['', 'ghost', 'generic/1-install.spec.ts', 'install', 'answers'],
  results: durations.map(duration => ({ status, errors, duration, attachments: evidence ? [{ name: 'evidence', contentType: 'application/json', body: Buffer.from(JSON.stringify(evidence)) }] : [] })),
  ok: () => ok, outcome: () => flaky ? 'flaky' : expected ? 'expected' : 'unexpected',
}) as unknown as TestCase;
const outcome = (ended: Ended, verdicts: Verdict[] = []) => outcomeOf(finished(ended), '/project', verdicts);
const packagedFiles = (): string[] => [...genericSpecs(), ...teardownSpecs()];
const failed = (error: TestError, verdicts: Verdict[] = []) => outcome({ status: 'failed', errors: [error] }, verdicts);
const verdict: Verdict = { testId: 'id-1', recipe: 'ghost', code: 'ERR_PULL', fault: 'environment', message: 'limit', wayOut: 'wait' };

describe('a test', () => {
  test('that passed says which, where and how long over all its tries', () => {
    expect(outcome({ durations: [5, -1, 7] })).toEqual({
      recipe: 'ghost', id: 'id-1', title: 'install › answers', file: path.join('generic', '1-install.spec.ts'), tags: ['@install'], durationMs: 12, status: 'passed',
    });
  });

  test.each([
    ['a linked package', '/project'], ['its own tree', packageRoot], ['a folder within', path.join(packageRoot, 'mine/deep')],
  ])('that the package brings has one name, seen from %s', (_where, root) => {
    expect(packagedFiles().map(file => outcomeOf(finished({ file }), root, []).file)).toEqual(['generic/1-install.spec.ts', 'generic/2-backup.spec.ts', 'generic/3-upgrade.spec.ts', 'teardown/teardown.spec.ts']);
  });

  test('that the package brings has that name through a link as well, and a namesake has its own', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rh-outcome-'));
    try {
      symlinkSync(packageRoot, path.join(folder, 'library'));
      expect(outcomeOf(finished({ file: path.join(folder, 'library/generic/2-backup.spec.ts') }), folder, []).file).toBe('generic/2-backup.spec.ts');
      expect(outcomeOf(finished({ file: '/elsewhere/generic/2-backup.spec.ts' }), '/project', []).file).toBe('../elsewhere/generic/2-backup.spec.ts');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each<[string, Ended]>([['never began', { durations: [] }], ['was interrupted', { status: 'interrupted' }]])('that %s is unverified', (_how, ended) => {
    expect(outcome(ended)).toMatchObject({ status: 'unverified', problem: { code: 'ERR_DID_NOT_RUN', fault: 'harness' } });
  });

  test('that passed where it should have failed, or only now and then, has not passed', () => {
    expect(outcome({ expected: false })).toMatchObject({ status: 'failed', problem: { message: 'ended as passed' } });
    expect(outcome({ ok: false, expected: true }).status).toBe('failed');
    expect(outcome({ ok: true, flaky: true })).toMatchObject({ status: 'failed', flaky: true, problem: { code: 'ERR_FLAKY', fault: 'recipe' } });
  });

  test('of an overlay brings its evidence, in numbers and each assertion; without any it is unverified', () => {
    const file = '/project/overlays/ghost/functional/posts.spec.ts';
    const assertions = [{ line: 3, matcher: 'toBe', class: 'status' }, { line: 4, matcher: 'toMatchObject', class: 'state' }];
    expect(outcome({ file, evidence: assertions })).toMatchObject({ status: 'passed', purpose: 'functional', evidence: { state: 1, status: 1, constant: 0, assertions } });
    expect(outcome({ file })).toMatchObject({ status: 'unverified', problem: { code: 'ERR_EVIDENCE_MISSING', fault: 'user' } });
  });
});

describe('a skip', () => {
  test.each<[string, TestCase['annotations'], string]>([
    ['its own annotation', [{ type: 'note' }, { type: 'not applicable: structural', description: 'no backup labels' }], 'structural: no backup labels'],
    ['an annotation without a description', [{ type: 'not applicable: structural' }], 'structural'],
    ["the reason of Playwright's skip", [{ type: 'skip', description: 'not applicable: declared: takes a licence' }], 'declared: takes a licence'],
  ])('typed by %s does not apply', (_how, annotations, reason) => {
    expect(outcome({ status: 'skipped', annotations })).toMatchObject({ status: 'not applicable', reason });
  });

  test.each<[string, TestCase['annotations'], string]>([
    ['with a reason', [{ type: 'skip', description: 'later' }], 'was skipped without a type (later)'],
    ['as fixme', [{ type: 'fixme', description: 'broken' }], 'was skipped without a type (broken)'],
    ['without a word', [{ type: 'note', description: 'not applicable: by a note' }, { type: 'skip' }], 'was skipped without a type'],
  ])('%s is unverified, the user\'s mistake', (_how, annotations, message) => {
    expect(outcome({ status: 'skipped', annotations })).toMatchObject({ status: 'unverified', problem: { code: 'ERR_SKIP_WITHOUT_TYPE', fault: 'user', message } });
  });

  test('that nobody wrote is what a failure before it has stopped: it did not run', () => {
    expect(outcome({ status: 'skipped', annotations: [{ type: 'serial' }] })).toMatchObject({ status: 'unverified', problem: { code: 'ERR_DID_NOT_RUN' } });
  });

  test('of another kind is no reason', () => {
    expect(notApplicable(finished({ annotations: [{ type: 'skip', description: 'it is not applicable: no' }] }))).toBeUndefined();
  });
});

describe('a failure', () => {
  const { message } = new HarnessError({ code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', message: 'db crashes.', wayOut: 'See its log.' });

  test('is what the first mark among its errors says, before anything recorded', () => {
    expect(outcome({ status: 'failed', errors: [{ message: 'plain' }, { message: `Error: ${message}` }] }, [verdict]))
      .toMatchObject({ status: 'failed', problem: { code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', message: 'db crashes.', wayOut: 'See its log.' } });
  });

  test('while what the app depends on has stopped is told as that, whatever came of it first', () => {
    const form = new HarnessError({ code: 'ERR_LOGIN_FORM', fault: 'recipe', message: 'no form.', wayOut: 'Look.' });
    const down = new DependencyDownError({ recipe: 'keycloak', domain: 'keyc.lab.test' }, 'ghost', ['is gone from the server'], []);
    expect(outcome({ status: 'failed', errors: [{ message: form.message }, { message: down.message }] }).problem).toMatchObject({ code: 'ERR_DEPENDENCY_DOWN', fault: 'environment' });
  });

  test('without a mark is what was recorded last', () => {
    expect(failed({ message: 'wrapped' }, [{ ...verdict, code: 'ERR_FIRST' }, verdict]).problem).toMatchObject({ code: 'ERR_PULL', fault: 'environment' });
  });

  test('that rests on another one is unverified', () => {
    const unverified = new HarnessError({ code: 'ERR_UNVERIFIED', fault: 'recipe', message: 'The install failed.', wayOut: 'See it.' });
    expect(failed({ message: unverified.message })).toMatchObject({ status: 'unverified', problem: { code: 'ERR_UNVERIFIED' } });
  });

  test('of an assertion is the recipe\'s, in the first line that says something', () => {
    expect(failed({ message: '\u001b[31m\n\nError: expected\u001b[39m a\nReceived: b', stack: 'Error\n    at /project/overlays/own.spec.ts:1:2' }).problem)
      .toEqual({ code: 'ERR_ASSERTION', fault: 'recipe', message: 'expected a' });
  });

  test('without words says how it ended', () => {
    expect(outcome({ status: 'timedOut', errors: [] }).problem).toEqual({ code: 'ERR_TEST_TIMEOUT', fault: 'recipe', message: 'ended as timedOut' });
  });

  const own = path.join(packageRoot, 'harness/data/witness.ts');
  test.each<[string, 'recipe' | 'harness', string]>([
    ['in the harness', 'harness', `\n    at read (${own}:3:4)\n    at /project/own.spec.ts:1:2`],
    ['in a library that it called', 'harness', `\n    at parse (/p/node_modules/yaml/index.js:1:1)\n    at async file://${own}:3:4`],
    ['in an overlay that it called', 'recipe', `\n    at /project/overlay.ts:1:2\n    at ${own}:3:4`],
    ['nowhere that can be read', 'recipe', ''],
  ])('thrown %s without a mark is by fault of the %s', (_where, fault, frames) => {
    const code = fault === 'harness' ? 'ERR_UNEXPECTED' : 'ERR_ASSERTION';
    expect(failed({ message: 'TypeError: x', stack: `TypeError: x${frames}` }).problem).toMatchObject({ fault, code, message: 'TypeError: x' });
  });
});

test('the text of an error is its message, else what was thrown, else its stack', () => {
  expect([{ message: 'm', value: 'v', stack: 's' }, { value: 'v', stack: 's' }, { stack: 's' }, {}].map(textOf)).toEqual(['m', 'v', 's', '']);
});
