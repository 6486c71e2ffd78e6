/** Given an error around the run, when the step ends over it, then it is said whose fault it is, and what to do. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { playwrightCommand } from '../../../harness/package.ts';
import { stepTrouble } from '../../../harness/pipeline/step-trouble.ts';

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('what is known stays as it is', () => {
  const known = new HarnessError({ code: 'ERR_X', fault: 'user', message: 'm', wayOut: 'w' });
  expect(stepTrouble(known)).toBe(known);
});

test("what the machine refuses is the environment's fault, and names what it refused", () => {
  expect(stepTrouble(thrownBy(() => mkdtempSync('/nowhere/x')))).toMatchObject({ code: 'ERR_CI_MACHINE', fault: 'environment', shortMessage: expect.stringContaining("mkdtemp '/nowhere/x") as string });
  expect(stepTrouble(Object.assign(new Error('ENOSPC: no space left on device, write'), { syscall: 'write' }))).toMatchObject({ code: 'ERR_DISK_FULL', fault: 'environment' });
});

test.each([new TypeError('x is not a function'), 'a text'])("anything else is the harness's, and told with its lines", error => {
  expect(stepTrouble(error)).toMatchObject({ code: 'ERR_CI_BROKEN', fault: 'harness', detail: expect.stringContaining(error instanceof Error ? 'step-trouble.test.ts' : 'a text') as string });
});

test("a project whose packages nobody has installed is its user's mistake", () => {
  expect(stepTrouble(thrownBy(() => playwrightCommand(tmpdir())))).toMatchObject({ code: 'ERR_PLAYWRIGHT_MISSING', fault: 'user', wayOut: expect.stringContaining('npm ci') as string });
});
