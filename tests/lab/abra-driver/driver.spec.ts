/** The typed commands and the recipe's checkout against the lab's abra and the lab's catalogue. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { Abra } from '../../../harness/abra/abra.ts';
import { startTimeOf, type Child } from '../../../harness/abra/child.ts';
import type { Progress } from '../../../harness/progress.ts';
import { RecipeCheckout } from '../../../harness/recipe/checkout.ts';
import { EnvFile } from '../../../harness/recipe/env-file.ts';
import { prepareAbraDir } from '../../../harness/run/abra-dir.ts';
import { recipeSchema, type Recipe } from '../../../harness/settings/recipe-schema.ts';
import { labTarget } from '../lab.ts';

interface Hand { abra: Abra; abraDir: string; children: Child[]; told: string[]; progress: Progress }

const test = base.extend<{ hand: Hand }>({
  hand: async ({}, use) => {
    const target = labTarget();
    const abraDir = await mkdtemp(join(tmpdir(), 'driver-'));
    await prepareAbraDir(abraDir, target);
    const children: Child[] = [];
    const told: string[] = [];
    const progress: Progress = {
      step: (title, body) => { told.push(title); return body(); },
      note: line => { told.push(line); },
      attach: async (name, body) => { told.push(name, String(body)); },
    };
    const onChild = (child: Child) => { children.push(child); return () => undefined; };
    await use({ abra: new Abra({ command: target.abra, abraDir, dockerConfig: target.docker_config, onChild }), abraDir, children, told, progress });
    await rm(abraDir, { recursive: true, force: true });
  },
});

const recipeNamed = (name: string, catalogue = name): Recipe =>
  ({ ...recipeSchema.parse({ memory: '64M', source: { catalogue } }), name, file: `${name}.toml`, overlay: undefined });

test('the head of a catalogue recipe, its releases and its lint', async ({ hand: { abra, abraDir, progress } }) => {
  const checkout = await RecipeCheckout.fetch(recipeNamed('custom-html'), { abra, abraDir }, progress);
  const releases = (await checkout.releases()).map(release => release.tag);
  expect(releases.length).toBeGreaterThanOrEqual(2);
  expect(checkout.head).toMatchObject({ dirty: false, version: releases.at(-1) });
  expect((await checkout.previousRelease())?.release.tag).toBe(releases.at(-2));
  expect((await abra.recipe.versions('custom-html')).sort()).toEqual(releases.sort());
  const rules = await abra.recipe.lint('custom-html');
  expect(rules.filter(rule => rule.severity === 'error' && !rule.satisfied)).toEqual([]);
});

test('a recipe under a name of its own keeps that name in the files of its apps', async ({ hand: { abra, abraDir, progress } }) => {
  await RecipeCheckout.fetch(recipeNamed('html-copy', 'custom-html'), { abra, abraDir }, progress);
  await abra.app.new('html-copy', { domain: 'html-0d0d0d.lab.test', server: 'lab', chaos: true }, progress);
  const env = EnvFile.read(join(abraDir, 'servers/lab/html-0d0d0d.lab.test.env'));
  expect(env.get('TYPE')).toMatch(/^html-copy(:|$)/);
  expect(env.get('DOMAIN')).toBe('html-0d0d0d.lab.test');
});

test('secrets are generated, inserted, listed and removed, and no value is told', async ({ hand: { abra, abraDir, progress, told } }) => {
  const domain = `kint-${process.pid.toString(16).padStart(6, '0').slice(-6)}.lab.test`;
  const checkout = await RecipeCheckout.fetch(recipeNamed('kinto'), { abra, abraDir }, progress);
  await abra.app.new('kinto', { domain, server: 'lab', chaos: true }, progress);
  const env = EnvFile.read(join(abraDir, 'servers/lab', `${domain}.env`));
  const [first, ...others] = checkout.secrets(env).map(({ name }) => name);
  if (first === undefined) throw new Error('kinto has no secrets');
  try {
    await abra.app.secret.insert(domain, first, 'v1', 'a value given by hand', {}, progress);
    const values = await abra.app.secret.generate(domain, { all: true }, progress);
    expect(Object.keys(values).sort()).toEqual(others.sort());
    const listed = await abra.app.secret.ls(domain, {}, progress);
    expect(listed.map(secret => [secret.name, secret.onServer]).sort()).toEqual([first, ...others].map(name => [name, true]).sort());
    for (const value of ['a value given by hand', ...Object.values(values)]) expect(told.join('\n')).not.toContain(value);
    await expect(abra.app.secret.insert(domain, first, 'v1', 'again', {}, progress)).rejects.toMatchObject({ code: 'ERR_ABRA_FAILED', fault: 'harness' });
  } finally {
    await abra.app.secret.rm(domain, { all: true }, progress);
  }
  expect((await abra.app.secret.ls(domain)).some(secret => secret.onServer)).toBe(false);
});

test('a command that is called off ends with its child', async ({ hand: { abra, abraDir, children, progress } }) => {
  await RecipeCheckout.fetch(recipeNamed('custom-html'), { abra, abraDir }, progress);
  const controller = new AbortController();
  // Without --no-input, `app new` asks for what it was not told, and waits.
  const asking = abra.run(['app', 'new', 'custom-html'], { signal: controller.signal }, { ...progress, note: () => { controller.abort(); } });
  const late = setTimeout(() => { controller.abort(); }, 5_000);
  await expect(asking).rejects.toMatchObject({ code: 'ERR_ABRA_ABORTED' });
  clearTimeout(late);
  const child = children.at(-1);
  expect(child?.what).toBe('abra app new custom-html');
  expect(startTimeOf(child?.pid ?? 0)).not.toBe(child?.startTime);
});
