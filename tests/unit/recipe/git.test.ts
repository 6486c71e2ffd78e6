/** Given tokens that were taken out of the environment, when git runs, then a clone and a fetch have them, and a local command has only git's own settings. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { git } from '../../../harness/recipe/git.ts';
import { withholdTokens } from '../../../harness/settings/tokens.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rh-git-'));
  writeFileSync(join(folder, 'git'), '#!/bin/sh\necho "$GITEA_TOKEN $GIT_CONFIG_KEY_0"\n');
  chmodSync(join(folder, 'git'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  vi.stubEnv('GITEA_TOKEN', 'gta_0123456789');
  vi.stubEnv('GIT_CONFIG_COUNT', '1');
  vi.stubEnv('GIT_CONFIG_KEY_0', 'http.extraheader');
  vi.stubEnv('GIT_CONFIG_VALUE_0', 'Authorization: Bearer abcdef0123');
  withholdTokens();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test.each([['clone', 'gta_0123456789 http.extraheader'], ['fetch', 'gta_0123456789 http.extraheader'], ['status', ' http.extraheader'], ['checkout', ' http.extraheader']])('git %s', async (command, seen) => {
  expect((await git(folder, [command])).trimEnd()).toBe(seen);
});
