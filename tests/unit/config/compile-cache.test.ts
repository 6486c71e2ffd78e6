/** Given a user's own state folder, when a config is loaded, then what Node compiles is kept there, for that user alone. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keepCompiled } from '../../../harness/config/compile-cache.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'compiled-'));
  onTestFinished(() => { rmSync(made, { recursive: true, force: true }); });
  return made;
}

test('the processes of a run are told of a folder that only its user may enter', () => {
  const state = join(folder(), 'state');
  const env: NodeJS.ProcessEnv = {};
  keepCompiled(state, env);
  expect(env).toEqual({ NODE_COMPILE_CACHE: join(state, 'compiled') });
  expect(statSync(state).mode & 0o777).toBe(0o700);
  expect(statSync(join(state, 'compiled')).mode & 0o777).toBe(0o700);
});

test.each([{ NODE_COMPILE_CACHE: '/mine' }, { NODE_DISABLE_COMPILE_CACHE: '1' }, { NODE_V8_COVERAGE: '/coverage' }])('an environment with %j stays as it is', given => {
  const env: NodeJS.ProcessEnv = { ...given };
  keepCompiled(join(folder(), 'state'), env);
  expect(env).toEqual(given);
});

test('a state folder that cannot be written costs time, and nothing else', () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  const env: NodeJS.ProcessEnv = {};
  keepCompiled(join(file, 'state'), env);
  expect(env).toEqual({});
});
