/** What reporters and the terminal are told while tests run: masked in place, and the user's own mistakes without a trace. */
import type { TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { maskError, maskResult, maskStep, maskTerminal, tellPlainly } from '../../../harness/report/mask-live.ts';

const mask = (text: string): string => text.replaceAll('S3CRET', '***');

const step = (more: Partial<TestStep> = {}): TestStep => ({ title: 'step', attachments: [], steps: [], ...more }) as TestStep;
const result = (more: Partial<TestResult> = {}): TestResult =>
  ({ errors: [], steps: [], stdout: [], stderr: [], annotations: [], attachments: [], ...more }) as unknown as TestResult;
const attachment = (body: string | Buffer, contentType = 'text/plain', name = 'log') => ({ name, contentType, body: Buffer.from(body) });
const thrown = (fault: HarnessError['fault']): TestError => {
  const { message } = new HarnessError({ code: 'ERR_X', fault, message: 'It is S3CRET.', wayOut: 'Mend it.' });
  return { message, stack: `HarnessError: ${message}\n    at /harness/x.ts:1:1`, snippet: '> 1 | x', location: { file: 'x.ts', line: 1, column: 1 }, cause: { message: 'inner S3CRET' } };
};

describe('a finished test', () => {
  test('is masked wherever a reporter reads it', () => {
    const finished = result({
      error: { message: 'error S3CRET' },
      errors: [{ message: 'm S3CRET', stack: 's S3CRET', snippet: 'p S3CRET', value: 'v S3CRET', cause: { message: 'c S3CRET' } }],
      steps: [step({ title: 'fill S3CRET', steps: [step({ title: 'inner S3CRET' })] })],
      stdout: ['out S3CRET', Buffer.from('bytes S3CRET')],
      stderr: ['err S3CRET'],
      annotations: [{ type: 'note', description: 'note S3CRET' }, { type: 'bare' }],
      attachments: [attachment('body S3CRET', 'text/plain', 'name S3CRET')],
    });
    maskResult(finished, mask);
    expect(finished).toEqual(result({
      error: { message: 'error ***' },
      errors: [{ message: 'm ***', stack: 's ***', snippet: 'p ***', value: 'v ***', cause: { message: 'c ***' } }],
      steps: [step({ title: 'fill ***', steps: [step({ title: 'inner ***' })] })],
      stdout: ['out ***', Buffer.from('bytes ***')],
      stderr: ['err ***'],
      annotations: [{ type: 'note', description: 'note ***' }, { type: 'bare' }],
      attachments: [attachment('body ***', 'text/plain', 'name ***')],
    }));
  });

  test('keeps bytes that hold no secret, and pictures, as they are', () => {
    const binary = Buffer.from([0, 200, 255]);
    const finished = result({
      attachments: [attachment(binary, 'application/octet-stream'), attachment('S3CRET', 'image/png'), attachment('S3CRET', 'video/webm'), { name: 'file', contentType: 'text/plain', path: '/x' }],
      stdout: [binary],
    });
    maskResult(finished, mask);
    expect(finished.attachments.map(({ body }) => body)).toEqual([binary, Buffer.from('S3CRET'), Buffer.from('S3CRET'), undefined]);
    expect(finished.stdout).toEqual([binary]);
  });
});

test('a step is masked with its error and attachments; a title without a secret is not written to, since some cannot be', () => {
  const failed = step({ title: 'S3CRET', error: { message: 'of S3CRET' }, attachments: [attachment('S3CRET')] });
  maskStep(failed, mask);
  expect(failed).toEqual(step({ title: '***', error: { message: 'of ***' }, attachments: [attachment('***')] }));
  const fixed = Object.defineProperty(step(), 'title', { value: 'fixed', writable: false });
  expect(() => maskStep(fixed, mask)).not.toThrow();
});

describe('an error', () => {
  test("that is the user's mistake is told without a trace", () => {
    const error = thrown('user');
    maskError(error, mask);
    const message = "It is ***. [ERR_X, the user's mistake]\nWay out: Mend it.";
    expect(error).toEqual({ message, stack: message });
  });

  test.each(['recipe', 'environment', 'harness'] as const)('of fault %s keeps its trace', fault => {
    const error = thrown(fault);
    maskError(error, mask);
    expect(error).toMatchObject({ stack: expect.stringContaining('/harness/x.ts:1:1'), snippet: '> 1 | x', location: { file: 'x.ts' }, cause: { message: 'inner ***' } });
  });

  test('without a message stays one without', () => {
    const error: TestError = { value: 'thrown S3CRET' };
    maskError(error, mask);
    expect(error).toEqual({ value: 'thrown ***' });
  });
});

describe('an error before the first test', () => {
  const problem = { code: 'ERR_SPEC_BROKEN', message: 'own.spec.ts: boom', wayOut: 'Mend that file.' };
  const broken = (): TestError => ({ message: 'Error: boom', stack: 'Error: boom\n    at x', location: { file: 'x', line: 1, column: 1 } });

  test.each(['user', 'environment'] as const)('of fault %s is told in the words of the harness, without a trace', fault => {
    const error = broken();
    tellPlainly(error, { ...problem, fault });
    const message = `own.spec.ts: boom [ERR_SPEC_BROKEN, the ${fault === 'user' ? "user's mistake" : "environment's fault"}]\nWay out: Mend that file.`;
    expect(error).toEqual({ message, stack: message });
  });

  test.each(['recipe', 'harness'] as const)('of fault %s stays as it is', fault => {
    const error = broken();
    tellPlainly(error, { ...problem, fault });
    expect(error).toEqual(broken());
  });

  test('without a way out promises none', () => {
    const error = broken();
    tellPlainly(error, { code: 'ERR_X', fault: 'user', message: 'boom' });
    expect(error.message).toBe("boom [ERR_X, the user's mistake]");
  });

  test('that has its own mark keeps its own words', () => {
    const error = thrown('environment');
    const { message } = error;
    tellPlainly(error, { ...problem, fault: 'environment' });
    expect(error).toEqual({ message, stack: message });
  });
});

describe('the terminal', () => {
  afterEach(() => vi.restoreAllMocks());

  test.each(['stdout', 'stderr'] as const)('is masked on %s, text and bytes, until it is given back', name => {
    const written = vi.spyOn(process[name], 'write').mockReturnValue(true);
    const restore = maskTerminal(mask);
    const done = () => undefined;
    expect(process[name].write('text S3CRET\n', 'utf8', done)).toBe(true);
    process[name].write(Buffer.from('bytes S3CRET'));
    process[name].write(new Uint8Array([0, 200, 255]));
    expect(written.mock.calls).toEqual([['text ***\n', 'utf8', done], [Buffer.from('bytes ***')], [Buffer.from([0, 200, 255])]]);
    restore();
    process[name].write('S3CRET');
    expect(written).toHaveBeenLastCalledWith('S3CRET');
  });
});
