/** Given a kept run that failed and was told of, when it is taken up again, then what it tells is about this time alone. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { silent } from '../../../harness/progress.ts';
import { readNotRun, recordNotRun } from '../../../harness/run/not-run.ts';
import { runFolder, writeRunFacts } from '../../../harness/run/run-facts.ts';
import { startRun } from '../../../harness/run/start.ts';
import { noteUnderTest, readUnderTest } from '../../../harness/run/under-test.ts';
import { readVerdicts, recordVerdict } from '../../../harness/run/verdicts.ts';
import { loadSettings } from '../../../harness/settings/settings.ts';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'taken-up-')); });
afterEach(() => { rmSync(root, { recursive: true, force: true }); });

test('it tells neither the failures nor what was under test before', async () => {
  const env = { RECIPE_HARNESS_STATE: join(root, 'state'), HARNESS_RUN: 'a1b2c3' };
  const settings = loadSettings(root, env);
  const folder = runFolder(settings.stateFolder, 'a1b2c3');
  mkdirSync(folder, { recursive: true });
  const target = { abra: 'abra', server: 'lab.test', docker: `unix://${root}/no-engine.sock`, zone: 'lab.test', pull: 'missing' } as const;
  await writeRunFacts(folder, { id: 'a1b2c3', settings: { ...settings, keep: true }, target, createdAt: '2026-11-20T12:00:00Z' });
  recordVerdict(folder, { testId: '1', recipe: 'ghost', code: 'ERR_PULL', fault: 'environment', message: 'limit', wayOut: 'wait' });
  recordNotRun(folder, { recipe: 'ghost', what: 'its overlay', why: 'nobody approved it', wayOut: 'Read it.' });
  noteUnderTest(folder, 'ghost', { ref: 'main', commit: 'c0ffee', dirty: false });
  // There is no engine to go on with: what is asked is what the folder holds once the run has begun.
  await expect(startRun(settings, silent)).rejects.toSatisfy(error => error instanceof HarnessError && error.code === 'ERR_ENGINE_UNREACHABLE');
  expect([readVerdicts(folder), readNotRun(folder), [...readUnderTest(folder)]]).toEqual([[], [], []]);
});
