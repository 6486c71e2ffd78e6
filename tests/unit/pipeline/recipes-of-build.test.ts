/** Given a project's recipes, when a build of a repository asks for its own, then those are found, and nothing else is guessed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recipesOfBuild, type RecipeOfBuild } from '../../../harness/pipeline/recipes-of-build.ts';
import { loadSettings } from '../../../harness/settings/settings.ts';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'recipes-')); });
afterEach(() => rmSync(root, { recursive: true }));

function recipes(files: Record<string, string>): void {
  mkdirSync(join(root, 'recipes'), { recursive: true });
  for (const [name, source] of Object.entries(files)) writeFileSync(join(root, 'recipes', `${name}.toml`), `memory = "64M"\n[source]\n${source}\n`);
}

function found(repository: string, ...named: string[]): RecipeOfBuild[] {
  return recipesOfBuild(loadSettings(root, {}), { repository, service: 'drone' }, named);
}

const own = (...names: string[]): RecipeOfBuild[] => names.map(name => ({ name, own: true }));

test('by the name in the catalogue, which need not be the file\'s, in any fork and any case', () => {
  recipes({ blog: 'catalogue = "ghost"', kinto: 'catalogue = "kinto"' });
  expect(found('coop-cloud/ghost')).toEqual(own('blog'));
  expect(found('somebody/Ghost')).toEqual(own('blog'));
});

test.each([
  'https://git.example.org/coop-cloud/ghost.git', 'https://git.example.org/coop-cloud/ghost', 'git@git.example.org:coop-cloud/ghost.git', 'ssh://git@git.example.org:2222/coop-cloud/ghost/',
])('by the git URL %s', url => {
  recipes({ mine: `git = "${url}"`, ghost: 'catalogue = "other"' });
  expect(found('coop-cloud/ghost')).toEqual(own('mine'));
});

test('owner and name come before the name alone; equals are all tested', () => {
  recipes({ a: 'git = "https://git.example.org/us/ghost.git"', b: 'git = "https://git.example.org/them/ghost.git"', c: 'git = "https://git.example.org/us/ghost"', d: 'catalogue = "ghost"' });
  expect(found('us/ghost')).toEqual(own('a', 'c'));
  expect(found('nobody/ghost')).toEqual(own('a', 'b', 'c', 'd'));
});

test('a part of a name is no name', () => {
  recipes({ ghost: 'catalogue = "ghost"', host: 'git = "https://git.example.org/us/host.git"' });
  expect(() => found('us/g')).toThrow('is the repository of no recipe');
  expect(found('x/host')).toEqual(own('host'));
});

test('one that is named and is another\'s is tested as its file says', () => {
  recipes({ ghost: 'catalogue = "ghost"', kinto: 'catalogue = "kinto"' });
  expect(found('us/recipe-tests', 'kinto', 'ghost', 'kinto')).toEqual([{ name: 'kinto', own: false }, { name: 'ghost', own: false }]);
  expect(found('us/ghost', 'ghost', 'kinto')).toEqual([{ name: 'ghost', own: true }, { name: 'kinto', own: false }]);
});

test("a neighbour's mistake stops nobody, but is told where it may hide the recipe", () => {
  recipes({ ghost: 'catalogue = "ghost"', kinto: 'catalog = "kinto"' });
  expect(found('us/ghost')).toEqual(own('ghost'));
  expect(() => found('us/kinto')).toThrow(/kinto\.toml[^]*catalog/);
});

test('a folder without recipes is told as that', () => {
  expect(() => found('us/ghost')).toThrow(/recipes: there are no recipe files\.[^]*--root/);
});
