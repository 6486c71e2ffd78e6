/** The compliance report: the gate believes nobody's word, the recommendation is never better than the facts. */
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import type { Results } from '../../../harness/report/results-schema.ts';
import { asMarkdown } from '../../../harness/site/compliance/as-markdown.ts';
import { complianceOf } from '../../../harness/site/compliance/compliance.ts';
import { exceptionOf, gapsOf } from '../../../harness/site/compliance/gaps.ts';
import { gateOf } from '../../../harness/site/compliance/gate.ts';
import { adviceFor, type Advice } from '../../../harness/site/compliance/recommend.ts';
import { standardsOf } from '../../../harness/site/compliance/standards.ts';
import { weakTestsOf } from '../../../harness/site/compliance/weak-tests.ts';
import { compliancePages } from '../../../harness/site/pages/compliance.ts';
import type { Recipe } from '../../../harness/site/read-folder.ts';
import { sampleTest } from '../report/sample-results.ts';
import { fullResults, hostile, recipeOf, unreadRecipe, withTest } from './sample-recipe.ts';

const post = 'a published post reaches anonymous readers';

function withRung(results: Results, name: string, status: 'fail' | 'unverified' | 'declared' | 'structural'): Results {
  return { ...results, level: { level: 7, heldBy: null, rungs: (results.level?.rungs ?? []).map(rung => rung.name === name ? { ...rung, status, reason: `why ${name}` } : rung) } };
}

function adviceOn(recipe: Recipe): Advice | undefined {
  return adviceFor([[recipe, gateOf(recipe)]])[0];
}

describe('the gate', () => {
  test('lets through what holds all of it', () => expect(gateOf(recipeOf(fullResults()))).toEqual({ passes: true, why: [] }));

  test.each<[string, Results, string]>([
    ['no search for secrets', fullResults({ secretSearch: null }), 'no search for secrets was made'],
    ['a secret', fullResults({ secretSearch: { secrets: 3, masked: 0, found: ['trace.zip'] } }), 'a secret is left in 1 file'],
    ['a leftover', fullResults({ leftovers: ['volume ghost_data'] }), 'volume ghost_data'],
    ['red', fullResults({ verdict: 'red', fault: 'environment' }), "is red, by the environment's fault"],
    ['unproven', fullResults({ verdict: 'unproven' }), 'never met its real app'],
    ['a failed test that calls itself green', withTest(fullResults(), post, { status: 'failed' }), `“${post}” failed`],
    ['an unverified test', withTest(fullResults(), post, { status: 'unverified' }), 'did not run to its end'],
    ['a flaky test', withTest(fullResults(), post, { flaky: true }), 'failed, and passed when it was tried again'],
    ['no tests at all', fullResults({ tests: [] }), 'no test ran'],
    ['a failed rung', withRung(fullResults(), 'lint', 'fail'), 'lint fails: why lint'],
    ['a rung below that is open', withRung(fullResults(), 'upgrade', 'unverified'), 'it stands at level 1'],
    ['a rung below that is declared', withRung(fullResults(), 'backup', 'declared'), 'it stands at level 2'],
    ['no level', fullResults({ level: null }), 'its level is not known'],
    ['a working tree', fullResults({ underTest: { ref: '.', commit: 'c', version: null, dirty: true, base: null, dependencies: {} } }), 'uncommitted'],
    ['survivors', fullResults({ proof: { date: '2026-11-19T20:00:00.000Z', commit: 'c', killed: 19, total: 21, stale: false } }), '2 of 21 breaks'],
    ['an unexplained suppression', fullResults({ lint: { suppressions: [{ file: 'a', line: 1, rules: [], reason: null }], recipe: [], overlay: [] } }), 'no reason'],
    ['a problem of the run', fullResults({ problems: [{ code: 'ERR_X', fault: 'harness', message: 'It broke.' }] }), 'ERR_X: It broke.'],
  ])('holds back %s', (_what, results, why) => {
    const recipe = recipeOf(results);
    expect(gateOf(recipe).why.join('; ')).toContain(why);
    expect(gateOf(recipe).passes).toBe(false);
    expect(adviceOn(recipe)?.word).not.toBe('publish');
  });

  test.each([unreadRecipe('ghost'), recipeOf(fullResults(), { level: null, levelUnknown: 'results.json cannot be read' })])('and what is not known', recipe => {
    expect(gateOf(recipe).passes).toBe(false);
    expect(adviceOn(recipe)).toMatchObject({ word: 'run' });
  });
});

describe('the recommendation', () => {
  test('at the top: ready; above the gate: with what is next', () => {
    expect(adviceOn(recipeOf(fullResults()))).toEqual({ recipe: 'ghost', word: 'publish', words: 'ready to publish' });
    expect(adviceOn(recipeOf(withRung(fullResults(), 'proof', 'unverified')))?.words).toBe('may be published at level 6; next, proof: why proof');
  });

  test('what does harm comes first, then what fails, then what is not known, then what is low', () => {
    const recipes = [
      recipeOf(fullResults({ recipe: 'ready' })), recipeOf(withRung(fullResults({ recipe: 'low' }), 'backup', 'unverified')), unreadRecipe('unread'),
      recipeOf(withTest(fullResults({ recipe: 'red', verdict: 'red', fault: 'recipe' }), post, { status: 'failed', problem: { code: 'ERR_T', fault: 'recipe', message: 'It is gone.' } })),
      recipeOf(fullResults({ recipe: 'leaky', secretSearch: { secrets: 1, masked: 0, found: ['trace.zip'] } })),
    ];
    const advice = adviceFor(recipes.map(recipe => [recipe, gateOf(recipe)] as const));
    expect(advice.map(({ recipe, word }) => [recipe, word])).toEqual([['leaky', 'at once'], ['red', 'mend'], ['unread', 'run'], ['low', 'raise'], ['ready', 'publish']]);
    expect(advice[1]?.words).toBe(`mend the recipe: “${post}” fails: It is gone.`);
  });

  test("the environment's fault is no matter of the recipe", () => {
    expect(adviceOn(recipeOf(fullResults({ verdict: 'red', fault: 'environment' })))).toMatchObject({ word: 'run' });
  });
});

test('standards: what is in doubt is unverified, whatever its rungs say; what failed stays failed', () => {
  const [install, upgrade] = standardsOf([
    recipeOf(fullResults()), recipeOf(withRung(fullResults({ verdict: 'unproven' }), 'upgrade', 'fail'), { level: null }), unreadRecipe('x'),
    recipeOf({ ...fullResults(), level: { level: 7, heldBy: null, rungs: [{ name: 'install', status: 'pass', reason: '' }, { name: 'install', status: 'fail', reason: '' }] } }),
  ]);
  expect(install).toMatchObject({ level: 1, reached: 1, rungs: { pass: 1, fail: 0, unverified: 3 } });
  expect(upgrade).toMatchObject({ rungs: { pass: 1, fail: 1, unverified: 2 } });
});

test('weak tests: lint, suppressions, no witness, survivors', () => {
  const results = withTest(fullResults({
    lint: { suppressions: [{ file: 'a.ts', line: 3, rules: ['sleep'], reason: null }], recipe: [], overlay: [{ file: 'b.ts', line: 9, rule: 'serial', message: 'No.' }] },
    proof: { date: '2026-11-19T20:00:00.000Z', commit: 'c', killed: 20, total: 21, stale: false },
  }), post, { evidence: undefined });
  expect(weakTestsOf(results).map(({ kind, where, words }) => `${kind} ${where}: ${words}`)).toEqual([
    'survivors proof of 2026-11-19: 1 of 21 breaks went unnoticed',
    `no witness ${post}: passed, and what it rests on is not known`,
    'lint b.ts:9: serial: No.',
    'suppression a.ts:3: sleep is not looked for, and no reason is given',
  ]);
});

test('declared exceptions: what covers them is looked up', () => {
  const declared = (coveredBy: string): Results['declared'][number] => ({ rung: 'upgrade', blocker: 'b', coveredBy, decidedBy: 'somebody', decidedOn: '2026-01-01' });
  const covered = (coveredBy: string, results = fullResults()): string => exceptionOf(results, declared(coveredBy)).covered;
  expect(covered('generic/1-install')).toBe('passes');
  expect(covered(`overlays/ghost/functional/posts.spec.ts › ${post}`)).toBe('passes');
  expect(covered(post, withTest(fullResults(), post, { status: 'failed' }))).toBe('does not pass');
  expect(covered('what nobody wrote')).toBe('not found in the results');
  expect(covered(' ')).toBe('not found in the results');
  expect(covered('x', fullResults({ tests: [sampleTest('', { file: '' })] }))).toBe('not found in the results');
});

test('gaps: of each kind, the gravest first', () => {
  const results = withRung(withRung(withRung(fullResults({ proof: null, notRun: [{ what: 'its own overlay', why: 'nobody approved it', wayOut: 'Approve it.' }] }), 'proof', 'unverified'), 'browser', 'structural'), 'lint', 'fail');
  expect(gapsOf(results).map(({ kind, what }) => `${kind} ${what}`)).toEqual(['failed rung lint', 'unproven rung proof', 'not run its own overlay', 'structural rung browser']);
  expect(gapsOf(fullResults({ level: null, verdict: 'unproven' })).map(({ kind }) => kind)).toEqual(['unverified', 'unproven']);
});

describe('as a page and as Markdown', () => {
  const evil = fullResults({
    recipe: 'evil', verdict: 'red', fault: 'recipe', leftovers: [hostile], picture: hostile, genericOnly: false,
    tests: Array.from({ length: 90 }, () => sampleTest(hostile, { file: hostile, tags: [hostile, '@functional'], evidence: undefined })),
    lint: { suppressions: [{ file: hostile, line: 1, rules: [hostile], reason: hostile }], recipe: [], overlay: [{ file: hostile, line: 1, rule: hostile, message: hostile.repeat(1000) }] },
    declared: [{ rung: hostile, blocker: hostile, coveredBy: hostile, decidedBy: hostile, decidedOn: hostile }],
    notRun: [{ what: hostile, why: hostile, wayOut: hostile }], problems: [{ code: hostile, fault: 'recipe', message: hostile }],
  });
  const folder = { recipes: [recipeOf(evil), recipeOf(fullResults()), unreadRecipe('unread', { unreadable: [{ file: hostile, reason: hostile }] })], unreadable: [{ file: hostile, reason: hostile }] };
  const [page, markdown] = compliancePages({ folder, builtAt: new Date('2026-11-22T08:00:00Z') });

  test('the parts of it, in order', () => {
    expect(complianceOf(folder).map(({ title }) => title)).toEqual(['Summary', 'Pass gate', 'Standards', 'Findings of weak tests', 'Declared exceptions', 'Gaps', 'Files that could not be read', 'Recommendation']);
  });

  test('hostile words stay words on the page', () => {
    expect(page?.text).not.toMatch(/<script>alert|<img src=x|href="javascript/);
    expect(page?.text).toContain('&lt;script>alert(1)');
  });

  test('and in Markdown: no markup, link or mention comes of them, and tables keep their cells', () => {
    const tokens = new MarkdownIt({ html: true, linkify: true }).parse(markdown?.text ?? '', {});
    const inline = tokens.flatMap(({ children }) => children ?? []);
    expect([...tokens, ...inline].map(({ type }) => type).filter(type => /html|link|image/.test(type))).toEqual([]);
    expect(markdown?.text).not.toMatch(/@everyone|\u202e/);
    for (const table of (markdown?.text ?? '').split('\n\n').filter(block => block.startsWith('|'))) {
      const cells = table.split('\n').map(line => line.split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
    expect(tokens.filter(({ type }) => type === 'heading_open')).toHaveLength(9);
  });

  test('what one recipe finds in thousands does not fill the report', () => {
    expect((markdown?.text.match(/no witness/g) ?? []).length).toBe(40);
    expect(markdown?.text).toContain('52 more');
    expect(markdown?.text.length).toBeLessThan(100_000);
  });

  test('both say the same', () => {
    const letters = (text: string): string => text.replace(/[^a-z]/gi, '');
    const text = asMarkdown('Compliance', '', complianceOf({ recipes: [recipeOf(fullResults())], unreadable: [] }));
    const [whole] = compliancePages({ folder: { recipes: [recipeOf(fullResults())], unreadable: [] }, builtAt: new Date() });
    const shown = (whole?.text ?? '').replace(/<[^>]*>/g, ' ');
    for (const sentence of ['ready to publish', '1 of 1 recipe passes the gate', 'Each test passed, or does not apply']) {
      expect(letters(text)).toContain(letters(sentence));
      expect(letters(shown)).toContain(letters(sentence));
    }
  });

  test('of nothing there is nothing to recommend', () => {
    const text = asMarkdown('Compliance', '', complianceOf({ recipes: [], unreadable: [] }));
    expect(text).toContain('Run something: there are no results.');
    expect(text).not.toContain('publish them');
  });
});
