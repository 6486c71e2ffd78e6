/** Given a checkout, when a build names it, then it is taken if it is at the build's commit or at its merge, and refused otherwise. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Build } from '../../../harness/forge/ci-env.ts';
import { checkoutOfBuild } from '../../../harness/pipeline/checkout-of-build.ts';

let folder: string;
let first: string;
let second: string;
const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: folder, encoding: 'utf8' }).trim();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkout-'));
  git('init', '--quiet', '--initial-branch=main');
  git('commit', '--quiet', '--allow-empty', '-m', 'one');
  first = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'other');
  git('commit', '--quiet', '--allow-empty', '-m', 'two');
  second = git('rev-parse', 'HEAD');
});
afterAll(() => rmSync(folder, { recursive: true }));

const build = (commit: string): { build: Build & { commit: string } } => ({ build: { service: 'drone', repository: 'us/ghost', pullRequest: 1, branch: null, base: null, link: null, commit } });

test('at its commit', async () => {
  expect(await checkoutOfBuild(folder, build(second))).toBe(folder);
});

test('at the merge of it into its branch', async () => {
  git('checkout', '--quiet', 'main');
  git('commit', '--quiet', '--allow-empty', '-m', 'meanwhile');
  git('merge', '--quiet', '--no-edit', 'other');
  expect(await checkoutOfBuild(folder, build(second))).toBe(folder);
});

test('not at a commit that only follows it', async () => {
  git('checkout', '--quiet', 'other');
  git('commit', '--quiet', '--allow-empty', '-m', 'three');
  await expect(checkoutOfBuild(folder, build(second))).rejects.toMatchObject({ code: 'ERR_CI_CHECKOUT' });
});

test('at another commit, whose verdict would be told of this one', async () => {
  await expect(checkoutOfBuild(folder, build('c0ffee0b01f91b314f59955a4e4d4e80d8edf11d'))).rejects.toMatchObject({ code: 'ERR_CI_CHECKOUT', fault: 'user' });
  await expect(checkoutOfBuild(folder, build(first)), 'of two parents before').rejects.toMatchObject({ code: 'ERR_CI_CHECKOUT' });
});
