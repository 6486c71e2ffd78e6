/** Given overlays from elsewhere, when tests are listed or run, then only those are imported that may run, and the others are named. */
import { existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { InlineProject, recipe, spec } from './inline-project.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';
/** Leaves a file where anybody imports it. */
const telltale = spec("import { writeFileSync } from 'node:fs';\nwriteFileSync(new URL('imported', import.meta.url), '');\ntest('own', () => {}); test('and more', () => {});");
const own = (approved: string) => ({
  'recipe-harness.overlays/own/ghost/functional/own.spec.ts': telltale,
  'recipe-harness.overlays/own/ghost.json': JSON.stringify({ ref: 'main', commit, dirty: false }),
  'harness.toml': `[overlays]\napproved = [${approved}]\n`,
});
const imported = (project: InlineProject) => existsSync(project.path('recipe-harness.overlays/own/ghost/functional/imported'));

test('an overlay that is not approved is imported neither to be listed nor to be run, and what was not run is named', async () => {
  using project = new InlineProject({ ...own(''), 'harness/fixtures/global-setup.ts': `
import { mkdirSync } from 'node:fs';
import { recordNotRun } from '../run/not-run.ts';
export default async () => {
  const folder = process.env.HARNESS_RUN_FOLDER = new URL('../../run', import.meta.url).pathname;
  mkdirSync(folder, { recursive: true });
  for (let process = 0; process < 2; process++) {
    recordNotRun(folder, { recipe: 'ghost', what: "ghost's own overlay in tests/recipe-harness (overlay.ts)", why: 'ghost is not on the approved list', wayOut: 'Read it.' });
  }
};` });
  expect((await project.playwright(['--list'])).output).toContain('Total: 4 tests');
  const { code, output } = await project.playwright([]);
  expect(code, output).toBe(0);
  expect(output).toContain('ghost  GREEN: 4 passed');
  expect(imported(project)).toBe(false);
  expect(output.match(/! not run: ghost's own overlay in tests\/recipe-harness \(overlay\.ts\): ghost is not on the approved list\. Way out: Read it\./g)).toHaveLength(1);
  expect(project.json('results/ghost/results.json')).toMatchObject({
    verdict: 'green', notRun: [{ what: "ghost's own overlay in tests/recipe-harness (overlay.ts)", why: 'ghost is not on the approved list', wayOut: 'Read it.' }],
  });
});

test('an approved one runs between the generic specs and the teardown', async () => {
  using project = new InlineProject(own('"ghost"'));
  const { code, output } = await project.playwright([]);
  expect(code, output).toBe(0);
  expect(output.split('\n').flatMap(line => /› (installs|backs up|upgrades|own|is removed)\b/.exec(line)?.[1] ?? [])).toEqual(['installs', 'backs up', 'upgrades', 'own', 'is removed']);
  expect(imported(project)).toBe(true);
});

test('20 recipes with overlays from elsewhere are still listed at once, and no network is asked', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `r${String(i).padStart(2, '0')}`);
  const theirs = mkdtempSync(path.join(tmpdir(), 'rh-elsewhere-'));
  try {
    for (const name of names) {
      mkdirSync(path.join(theirs, name));
      writeFileSync(path.join(theirs, name, 'own.spec.ts'), spec("test('own', () => {});"));
    }
    using project = new InlineProject({ ...Object.fromEntries(names.map(name => [`recipes/${name}.toml`, recipe()])), 'harness.toml': `[overlays]\nfolder = "${theirs}"\n` });
    const { code, output } = await project.playwright(['--list'], { env: { PATH: '/nowhere' } });
    expect(code, output).toBe(0);
    expect(output).toContain(`Total: ${20 * 4 + 4 + 20} tests`);
    expect(output).toMatch(/\[r07\] › recipe-harness\.overlays\/folder\/r07\/own\.spec\.ts:2:1 › own/);
  } finally {
    rmSync(theirs, { recursive: true, force: true });
  }
});
