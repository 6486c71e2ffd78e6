/** What is refused before a deploy, and whose fault it is said to be. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireVersions } from '../../../harness/app/app-secrets.ts';
import { bringImages } from '../../../harness/app/images.ts';
import type { Workplace } from '../../../harness/app/workplace.ts';
import { silent } from '../../../harness/progress.ts';
import { requireCleanTree } from '../../../harness/recipe/clean-tree.ts';
import { EnvFile } from '../../../harness/recipe/env-file.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'refusals-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

test('a secret without a version is refused, with the key that gives it one', () => {
  expect(() => requireVersions([{ name: 'token', fullName: 'tiny_lab_test_token_v1' }])).not.toThrow();
  const refused = () => requireVersions([{ name: 'db-password', fullName: 'tiny_lab_test_db-password_' }]);
  expect(refused).toThrow(expect.objectContaining({ code: 'ERR_SECRET_VERSION', fault: 'recipe', wayOut: expect.stringContaining('SECRET_DB_PASSWORD_VERSION') as string }) as Error);
});

test.each([
  ['manifest unknown', 'recipe'],
  ['toomanyrequests: manifest unknown', 'environment'],
  ['no route to host', 'environment'],
])('a pull command that fails with "%s" is the fault of the %s', async (said, fault) => {
  writeFileSync(join(folder, '.env'), 'DOMAIN=tiny.lab.test\n');
  const place = {
    run: { target: { pull: 'always', pull_command: ['sh', '-c', `echo "${said}" >&2; exit 1`] }, abraDir: folder },
    checkout: { images: async () => ['tiny:9'] }, progress: silent,
  } as unknown as Workplace;
  await expect(bringImages(place, EnvFile.read(join(folder, '.env')))).rejects.toMatchObject({
    code: 'ERR_IMAGE_UNAVAILABLE', fault, shortMessage: 'Not all images could be had: tiny:9.', detail: expect.stringContaining(said) as string,
  });
});

test('a release that is not clean when it has just been checked out is refused by its files', async () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { stdio: 'ignore' });
  git('init', '-q');
  writeFileSync(join(folder, 'README.md'), 'tiny\n');
  git('add', '-A');
  git('commit', '-q', '-m', 'clean');
  await requireCleanTree(folder, '1.0.0+1');
  writeFileSync(join(folder, 'README.md'), 'tiny, and changed\n');
  await expect(requireCleanTree(folder, '1.0.0+1')).rejects.toMatchObject({ code: 'ERR_RECIPE_TREE', fault: 'recipe', facts: { files: ['README.md'] } });
});
