/** PARITY says where each check lives: given its pages and the specs, when either changes alone, then it is told. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const text = (file: string) => readFileSync(join(root, file), 'utf8');

/** `file › title` of each test that a page names; a title ends with its cell, its line or a semicolon. */
function named(page: string): string[] {
  return [...page.matchAll(/`([^`]+\.spec\.ts)` › ([^|;\n]+)/g)].map(([, file = '', title = '']) => `${file} › ${title.trim()}`);
}

/** `file › title` of each test that the specs of a folder have. */
function had(folder: string): string[] {
  return globSync('**/*.spec.ts', { cwd: join(root, folder) }).flatMap(file =>
    [...text(`${folder}/${file}`).matchAll(/^\s*test\((['"`])((?:\\.|(?!\1).)*)\1/gm)].map(([, , title = '']) => `${folder}/${file} › ${title.replace(/\\(.)/g, '$1')}`));
}

const recipes = readdirSync(join(root, 'overlays')).sort();
const generic = had('generic');

test('every overlay has a page, and every page an overlay', () => {
  expect(readdirSync(join(root, 'PARITY')).sort()).toEqual(recipes.map(name => `${name}.md`));
});

describe.each(recipes)('the page of %s', recipe => {
  const page = text(`PARITY/${recipe}.md`);
  const own = had(`overlays/${recipe}`);

  test('names tests that exist', () => {
    const every = [...generic, ...recipes.flatMap(name => had(`overlays/${name}`))];
    expect(named(page).filter(each => !every.includes(each))).toEqual([]);
  });

  test('names each test of its overlay', () => {
    expect(own, 'a spec without a title that can be read').not.toEqual([]);
    expect(own.filter(each => !named(page).includes(each))).toEqual([]);
  });

  test('names files that exist', () => {
    const files = [...page.matchAll(/`((?:generic|harness|overlays|recipes)\/[^`]+)`/g)].map(([, file = '']) => file);
    expect(files.filter(file => !existsSync(join(root, file)))).toEqual([]);
  });

  test('says so in so many words where the recipe is unproven', () => {
    const unproven = /^unproven = /m.test(text(`recipes/${recipe}.toml`));
    expect(/^\*\*Unproven: /m.test(page)).toBe(unproven);
  });
});

test('a title with a quote in it, and two tests in one cell, are read as they stand', () => {
  expect(named('| x | y | `a.spec.ts` › a user\'s "own"; `b/c.spec.ts` › other |\n- `d.spec.ts` › last')).toEqual(['a.spec.ts › a user\'s "own"', 'b/c.spec.ts › other', 'd.spec.ts › last']);
  expect(had('overlays/keycloak')).toContain("overlays/keycloak/functional/grants.spec.ts › a user's password gives tokens with their claims");
});
