/** The documentation of tests: the package's own once, an overlay's by recipe and file, each with its last state. */
import { describe, expect, test } from 'vitest';
import { testsPages } from '../../../harness/site/pages/tests.ts';
import { Anchors } from '../../../harness/site/specs/anchors.ts';
import { catalogueOf } from '../../../harness/site/specs/catalogue.ts';
import { sentenceOf } from '../../../harness/site/specs/purpose.ts';
import { nested } from '../../../harness/site/specs/steps.ts';
import { sampleTest } from '../report/sample-results.ts';
import { fullResults, hostile, recipeOf, unreadRecipe, withTest } from './sample-recipe.ts';

const builtAt = new Date('2026-11-22T08:00:00Z');
const upgrade = 'upgrades from the previous release with its data';

function pageOf(recipes: Parameters<typeof catalogueOf>[0]): string {
  return testsPages({ folder: { recipes, unreadable: [] }, builtAt })[0]?.text ?? '';
}

const plain = (page: string): string => page.replace(/<[^>]+>/g, '');

test("the package's tests stand once, with the state of each recipe", () => {
  const { packaged } = catalogueOf([recipeOf(fullResults()), recipeOf(withTest(fullResults({ recipe: 'n8n' }), upgrade, { status: 'not applicable', reason: 'structural: no release' })), unreadRecipe('x')]);
  expect(packaged.map(({ spec }) => spec)).toEqual(['generic/1-install', 'generic/2-backup', 'generic/2-backup', 'generic/3-upgrade', 'teardown/teardown']);
  expect(packaged[3]?.states.map(({ recipe, test: { status }, why }) => [recipe, status, why])).toEqual([['ghost', 'passed', ''], ['n8n', 'not applicable', 'structural: no release']]);
});

test('the removal that failed is told, however many tests of the overlay came before it', () => {
  const many = Array.from({ length: 400 }, (_, number) => sampleTest(`post ${number}`));
  const { packaged } = catalogueOf([recipeOf(fullResults({ verdict: 'red', tests: [...many, sampleTest('is removed without a trace', { file: 'teardown/teardown.spec.ts', tags: ['@teardown'], status: 'failed' })] }))]);
  expect(packaged.map(({ title, states }) => [title, states.map(({ test: { status } }) => status)])).toEqual([['is removed without a trace', ['failed']]]);
});

test('an overlay\'s stand by purpose and file', () => {
  const [ghost] = catalogueOf([recipeOf(fullResults({ tests: [sampleTest('other', { file: 'overlays/ghost/z.spec.ts', tags: [] }), ...fullResults().tests] }))]).recipes;
  expect(ghost?.files.map(({ purpose, file, entries }) => [purpose, file, entries.length])).toEqual([
    ['functional', 'overlays/ghost/functional/posts.spec.ts', 2], ['browser', 'overlays/ghost/browser/editor.spec.ts', 1], ['other', 'overlays/ghost/z.spec.ts', 1],
  ]);
});

test('each of the package\'s specs says what it is for', () => {
  for (const spec of ['generic/1-install', 'generic/2-backup', 'generic/3-upgrade', 'teardown/teardown'] as const) expect(sentenceOf(spec)).toMatch(/^Given .*, when .*, then .*\.$/);
});

describe('anchors', () => {
  test('are of plain letters, bounded, and each for one thing', () => {
    const anchors = new Anchors();
    expect([anchors.of('ghost', 'A post!'), anchors.of('ghost', 'a post'), anchors.of(hostile, 'é'), anchors.of('x', 'y'.repeat(1e6))]).toEqual([
      'ghost--a-post', 'ghost--a-post--2', expect.stringMatching(/^[a-z0-9-]{1,130}$/), expect.stringMatching(/^x--y{60}$/),
    ]);
  });

  test('every one of a page leads somewhere, and to one place', () => {
    const page = pageOf([recipeOf(fullResults()), recipeOf(fullResults({ recipe: 'every-recipe' })), recipeOf(fullResults({ recipe: 'content' }))]);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, anchor] of page.matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(anchor);
  });
});

test('steps: parts belong to the step before them, and one before any stands for itself', () => {
  const step = (title: string, depth: number) => ({ title, depth, durationMs: 1 });
  expect(nested([step('a', 1), step('b', 0), step('c', 1), step('d', 1), step('e', 0)]).map(({ step: { title }, parts }) => [title, parts.length])).toEqual([['a', 0], ['b', 2], ['e', 0]]);
});

describe('the page', () => {
  test('says state, evidence, steps and why', () => {
    const page = pageOf([recipeOf(withTest(fullResults(), 'a draft is invisible until it is published', { status: 'failed', problem: { code: 'ERR_T', fault: 'recipe', message: 'It was seen.' } }))]);
    for (const words of ['a draft is invisible until it is published', 'It was seen.', '2 assertions on what the app has kept or made', '2 steps', 'publish a post', 'Given nothing, when the head under test is installed', '2 of 3 tests of its own passed']) expect(page).toContain(words);
  });

  test('of an unreadable recipe it knows nothing', () => {
    expect(pageOf([unreadRecipe('x')])).toContain('nothing is known of its tests');
    expect(pageOf([])).toContain('No run tells of one.');
    expect(pageOf([recipeOf(fullResults(), { levelUnknown: 'history/x.json cannot be read' })])).toContain('may not be the newest');
  });

  test.each<[string, Parameters<typeof recipeOf>, string]>([
    ['of a run that may not be the newest', [fullResults(), { levelUnknown: 'results.json cannot be read' }], 'may not be the newest: results.json cannot be read'],
    ['of results that contradict themselves', [withTest(fullResults(), 'is removed without a trace', { status: 'failed' })], 'may not count: its results call themselves green, and “is removed without a trace” failed'],
  ])('says so beside each state %s, for every recipe and for its own', (_which, recipe, words) => {
    const page = pageOf([recipeOf(...recipe), recipeOf(fullResults({ recipe: 'n8n' }))]);
    const states = [...page.matchAll(/<ul class="states">(.*?)<\/ul>/g)].flatMap(([, list = '']) => [...list.matchAll(/<li.*?<\/li>/g)].map(([item]) => plain(item)));
    expect(states).toHaveLength(10);
    for (const state of states) expect(state.includes(words), state).toBe(state.startsWith('ghost'));
    expect(plain(page)).toContain(`What follows ${words}.`);
    expect(plain(page).match(/What follows/g)).toHaveLength(1);
  });

  test('says how many of the package\'s tests it leaves out', () => {
    const tests = Array.from({ length: 305 }, (_, number) => sampleTest(`installs ${number}`, { file: 'generic/1-install.spec.ts', tags: ['@install'] }));
    expect(plain(pageOf([recipeOf(fullResults({ tests }))]))).toContain('ghost: 5 tests more, which this page leaves out.');
  });

  test('hostile names stay words, and thousands of tests do not fill it', () => {
    const tests = Array.from({ length: 5000 }, () => sampleTest(hostile, { file: hostile, tags: Array.from({ length: 50 }, () => hostile), steps: [{ title: hostile.repeat(100), durationMs: -5, depth: 1 }] }));
    const page = pageOf([recipeOf(fullResults({ tests }))]);
    expect(page).not.toMatch(/<script>alert|<img src=x|href="javascript/);
    expect(page).toContain('4700 tests more');
    expect(page.length).toBeLessThan(1_500_000);
  });
});
