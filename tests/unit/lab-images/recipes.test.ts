/** The lab's own recipes: published the same everywhere, and shaped as Co-op Cloud's are. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labImages } from '../../../lab/images/ensure.ts';
import type { CatalogueEntry } from '../../../lab/recipes/catalogue.ts';
import { publishRecipes } from '../../../lab/recipes/publish.ts';
import { recipeSources } from '../../../lab/recipes/sources.ts';

const [one, two] = [mkdtempSync(join(tmpdir(), 'lab-recipes-')), mkdtempSync(join(tmpdir(), 'lab-recipes-'))];
// One after the other, each in its own time: every recipe is several runs of git.
beforeAll(() => publishRecipes({ folder: one }));
beforeAll(() => publishRecipes({ folder: two }));
afterAll(() => [one, two].forEach((folder) => rmSync(folder, { recursive: true })));

const git = (folder: string, name: string, ...args: string[]): string =>
  execFileSync('git', ['--git-dir', join(folder, 'recipes', `${name}.git`), ...args], { encoding: 'utf8' }).trim();
const catalogue = (folder: string) => JSON.parse(readFileSync(join(folder, 'catalogue', 'recipes.json'), 'utf8')) as Record<string, CatalogueEntry>;

describe.each(recipeSources().map(({ name, steps }) => ({ name, steps })))('$name', ({ name, steps }) => {
  const tags = steps.flatMap(({ tag }) => tag === undefined ? [] : [tag]);

  test('has at least two annotated releases, and the same commits wherever it is published', () => {
    expect(tags.length).toBeGreaterThanOrEqual(2);
    for (const tag of tags) expect(git(one, name, 'cat-file', '-t', tag)).toBe('tag');
    expect(git(one, name, 'show-ref')).toBe(git(two, name, 'show-ref'));
    expect(git(one, name, 'log', '--format=%s', 'main').split('\n')).toHaveLength(steps.length);
  });

  test('is in the catalogue, oldest release first, with the images of each', () => {
    const entry = catalogue(one)[name];
    expect(entry).toMatchObject({ name, default_branch: 'main', repository: `file://${join(one, 'recipes', `${name}.git`)}` });
    expect(entry?.category).not.toBe('');
    expect(entry?.versions.map((version) => Object.keys(version)[0])).toEqual(tags);
  });

  test.each(tags)('%s names images that the lab can make, in another version than before', (tag) => {
    const versions = catalogue(one)[name]?.versions ?? [];
    const services = versions.find((version) => tag in version)?.[tag] ?? {};
    const refs = Object.values(services).map(({ image, tag: version }) => `${image}:${version}`);
    expect(labImages()).toEqual(expect.arrayContaining(refs));
    expect(tag.split('+')[1]).toBe(services['app']?.tag);
  });

  test.each(tags)('%s says its own version, has notes and every file that it mounts', (tag) => {
    const compose = git(one, name, 'show', `${tag}:compose.yml`);
    expect(compose).toContain(`coop-cloud.\${STACK_NAME}.version=${tag}"`);
    const files = git(one, name, 'ls-tree', '-r', '--name-only', tag).split('\n');
    expect(files).toEqual(expect.arrayContaining(['.env.sample', 'README.md', 'abra.sh', `release/${tag}`]));
    for (const [, file] of compose.matchAll(/^ {4}file: (\S+)$/gm)) expect(files).toContain(file);
  });

  test('a configuration that changes has a new version, else the engine would refuse it', () => {
    const commits = git(one, name, 'log', '--reverse', '--format=%h', 'main').split('\n');
    for (const [nth, commit] of commits.entries()) {
      const before = commits[nth - 1];
      if (before === undefined) continue;
      const changed = git(one, name, 'diff', '--name-only', before, commit).split('\n');
      const compose = git(one, name, 'show', `${commit}:compose.yml`);
      for (const [, variable = '', file = ''] of compose.matchAll(/name: \S+_\$\{(\w+)\}\n {4}file: (\S+)/g)) {
        const version = (at: string): string => new RegExp(`${variable}=(\\S+)`).exec(git(one, name, 'show', `${at}:abra.sh`))?.[1] ?? 'none';
        expect(version(commit) !== version(before), `${variable} at ${commit}, ${file}`).toBe(changed.includes(file));
      }
    }
  });
});

test('publishing again changes nothing', async () => {
  const head = join(one, 'recipes', 'custom-html.git', 'HEAD');
  const before = statSync(head).ino;
  await publishRecipes({ folder: one });
  expect(statSync(head).ino).toBe(before);
});

