/** PARITY says where each check lives: given its pages and the specs, when either changes alone, then it is told, with the line. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemsOf, type Tree } from './parity-page.ts';
import { titlesIn } from './spec-titles.ts';

const root = join(import.meta.dirname, '../../..');
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const recipes = readdirSync(join(root, 'overlays')).sort();
const tree: Tree = {
  specs: new Map(globSync('{generic,teardown,overlays}/**/*.spec.ts', { cwd: root }).map(file => [file, titlesIn(text(file))])),
  has: path => existsSync(join(root, path)),
};

test('every overlay has a recipe file and a page, and every page an overlay', () => {
  expect(readdirSync(join(root, 'PARITY')).sort()).toEqual(recipes.map(name => `${name}.md`));
  expect(recipes.filter(name => !existsSync(join(root, 'recipes', `${name}.toml`)))).toEqual([]);
});

test.each(recipes)('the page of %s and its specs are in step', recipe => {
  const page = { name: `PARITY/${recipe}.md`, text: text(`PARITY/${recipe}.md`), overlay: `overlays/${recipe}`, unproven: /^unproven = /m.test(text(`recipes/${recipe}.toml`)) };
  expect(problemsOf(page, tree)).toEqual([]);
});

describe('what is told', () => {
  const small: Tree = {
    specs: new Map([
      ['generic/1-install.spec.ts', [{ title: 'installs', line: 3 }]],
      ['overlays/blog/functional/post.spec.ts', [{ title: 'a post is read', line: 4 }, { title: 'a user\'s "own"; and more', line: 9 }]],
    ]),
    has: path => path === 'overlays/blog/overlay.ts',
  };
  const head = '# blog: what was checked\n\n| check of others | origin | here |\n|---|---|---|\n';
  const post = '`overlays/blog/functional/post.spec.ts`';
  const both = `| reads | here | ${post} › a post is read; \`generic/1-install.spec.ts\` › installs |\n\n- ${post} › a user's "own"; and more\n- \`overlays/blog/overlay.ts\`: all\n`;
  const problems = (body: string, more: { unproven?: boolean; tree?: Tree } = {}) => problemsOf({ name: 'PARITY/blog.md', text: body, overlay: 'overlays/blog', unproven: more.unproven ?? false }, more.tree ?? small);

  test('nothing, where both are in step', () => {
    expect(problems(head + both)).toEqual([]);
    expect(problems(`# blog: no predecessor\n\n${both.slice(both.indexOf('- '))}- ${post} › a post is read\n`)).toEqual([]);
  });

  test.each([
    ['a title that no test has', both.replace('a post is read', 'a post is red'), [`PARITY/blog.md:5: overlays/blog/functional/post.spec.ts has no test "a post is red"; write "a post is read".`, 'overlays/blog/functional/post.spec.ts:4: PARITY/blog.md does not name this test; add the line "- `overlays/blog/functional/post.spec.ts` › a post is read".']],
    ['a test that no line names', both.replace(/^- .*own.*\n/m, ''), [`overlays/blog/functional/post.spec.ts:9: PARITY/blog.md does not name this test; add the line "- \`overlays/blog/functional/post.spec.ts\` › a user's "own"; and more".`]],
    ['a spec that is not there', `${both}- \`generic/9.spec.ts\` › installs\n`, ['PARITY/blog.md:9: there is no spec generic/9.spec.ts.']],
    ['a file that is not there', `${both}- \`harness/gone.ts\` does it\n`, ['PARITY/blog.md:9: there is no harness/gone.ts.']],
    ['a row of two cells', `| reads | here |\n${both}`, ['PARITY/blog.md:5: a row has three cells between bars, this one has 2.']],
    ['a row without its last bar', `| reads | x | here\n${both}`, ['PARITY/blog.md:5: a row has three cells between bars, this one has 2.']],
    ['an empty cell', `| reads | | here |\n${both}`, ['PARITY/blog.md:5: a cell is empty; where nobody attests a check, its origin is "origin not public".']],
    ['a check that lives nowhere', `| reads | x | somewhere |\n| writes | x | not here: it takes nothing |\n${both}`, ['PARITY/blog.md:5: the last cell says neither where the check lives (a file between backticks) nor "not here: …".']],
    ['another heading', `\n| what | origin | here |\n|---|---|---|\n| a | b | c |\n${both.replace(/^\|/, '\n|')}`, expect.arrayContaining(['PARITY/blog.md:6: a table begins with "| check | origin | here |".']) as string[]],
    ['what a new page leaves', `${both}- Fill in who\n`, ['PARITY/blog.md:9: something is still to be filled in.']],
  ])('%s', (_what, body, told) => {
    expect(problems(head + body)).toEqual(told);
  });

  test('no table at all', () => {
    expect(problems(`# blog\n\n${both.slice(both.indexOf('- '))}- ${post} › a post is read\n`)).toEqual(['PARITY/blog.md:1: the page has no table "| check | origin | here |", and its heading does not say "no predecessor".']);
  });

  test('a title that only a run knows, and a spec without tests', () => {
    const odd: Tree = { ...small, specs: new Map([...small.specs, ['overlays/blog/functional/loop.spec.ts', [{ title: undefined, line: 7 }]], ['overlays/blog/browser/empty.spec.ts', []]]) };
    expect(problems(head + both, { tree: odd })).toEqual([
      'overlays/blog/functional/loop.spec.ts:7: the title is put together when the spec runs; write it as one string, so that PARITY/blog.md can name it.',
      "overlays/blog/browser/empty.spec.ts:1: no test can be read from this spec; remove it, or write its tests as test('…', …).",
    ]);
  });

  test('a recipe that is unproven, and a page that does not say so; and the other way round', () => {
    expect(problems(head + both, { unproven: true })).toEqual(['PARITY/blog.md:3: the recipe file says unproven; begin the page with "**Unproven: …**".']);
    expect(problems(`${head}${both}\n**Unproven: yes**\n`)).toEqual(['PARITY/blog.md: says "**Unproven:", and the recipe file does not; remove one.']);
  });
});

test('titles are read from the text of a spec, whatever its quotes, tags and groups', () => {
  expect(titlesIn(`
    test('one', async () => {});
    test("a user's \\"own\\"", { tag: '@functional' }, async () => { test.skip(true, 'not here'); });
    test.describe('group', () => {
      // test('commented out', () => {});
      test(\`plain\`, () => { const text = "test('in a string', () => {})"; });
      for (const name of ['a']) test(\`of \${name}\`, async () => {});
    });
    test.skip('left out', () => {});
    test.beforeEach(async () => {});
    test.use({});
  `)).toEqual([{ title: 'one', line: 2 }, { title: 'a user\'s "own"', line: 3 }, { title: 'plain', line: 6 }, { title: undefined, line: 7 }, { title: 'left out', line: 9 }]);
});
