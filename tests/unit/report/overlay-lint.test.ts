/** Lint of overlays beside a run: what it finds, and that whatever goes wrong in it says nothing and ends nothing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OverlayLint } from '../../../harness/report/overlay-lint.ts';

let root: string;
beforeEach(() => { root = mkdtempSync(path.join(tmpdir(), 'rh-overlay-lint-')); });
afterEach(() => { delete process.env['FORGE_TOKEN']; rmSync(root, { recursive: true, force: true }); });

const file = (name: string, text: string): string => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
  return path.join(root, name);
};
const overlays = (...recipes: string[]) => recipes.map(recipe => ({ recipe, folder: path.join(root, 'overlays', recipe) }));
const answering = (code: string): Promise<ReadonlyMap<string, unknown>> => new OverlayLint({ root, overlays: overlays('ghost') }, file('program.mjs', code)).findings();

test('each overlay is linted by the rules of recipe-harness/eslint, whatever configuration lies there', async () => {
  file('overlays/ghost/functional/posts.spec.ts', "import { expect, test } from 'recipe-harness';\ntest('a post is read', async ({ page }) => {\n  await page.waitForTimeout(5000);\n  expect(await page.title()).toBe('x');\n});\n");
  file('overlays/n8n/overlay.ts', "import { defineOverlay } from 'recipe-harness';\nexport default defineOverlay({});\n");
  file('overlays/odd/overlay.ts', 'export default {{{');
  file('eslint.config.js', "throw new Error('nobody asked for me');");
  const found = await new OverlayLint({ root, overlays: overlays('ghost', 'n8n', 'odd', 'gone') }).findings(60_000);
  expect(found.get('ghost')).toContainEqual({ file: 'overlays/ghost/functional/posts.spec.ts', line: 3, rule: expect.stringMatching(/wait|sleep/) as string, message: expect.any(String) as string });
  expect(found.get('n8n')).toEqual([]);
  expect(found.get('odd')).toMatchObject([{ file: 'overlays/odd/overlay.ts', line: 1, rule: 'parse' }]);
  expect(found.has('gone'), 'what is not there was not linted').toBe(false);
});

test.each<[string, string]>([
  ['ESLint is not installed', "await import('not-installed-anywhere');"],
  ['it ends badly', 'process.exit(3);'],
  ['it says what is no JSON', "process.stdout.write('{');"],
  ['it says something else', 'process.stdout.write(JSON.stringify({ ghost: [{ file: 7 }] }));'],
])('%s: nothing is known', async (_what, code) => {
  expect((await answering(code)).size).toBe(0);
});

test('a lint that does not end is not waited for', async () => {
  const lint = new OverlayLint({ root, overlays: overlays('ghost') }, file('program.mjs', 'setInterval(() => {}, 1000);'));
  expect((await lint.findings(1)).size).toBe(0);
});

test('without overlays, or without the program, nothing is begun', async () => {
  expect((await new OverlayLint({ root, overlays: [] }).findings()).size).toBe(0);
  expect((await new OverlayLint({ root, overlays: overlays('ghost') }, path.join(root, 'nothing.mjs')).findings()).size).toBe(0);
});

test('it is handed no token of the environment', async () => {
  process.env['FORGE_TOKEN'] = 'abc';
  const found = await answering("process.stdout.write(JSON.stringify({ ghost: 'FORGE_TOKEN' in process.env ? [{ file: 'x', line: 1, rule: 'token', message: '' }] : [] }));");
  expect(found.get('ghost')).toEqual([]);
});
