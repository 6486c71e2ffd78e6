/** The board: what is not told is not known, and never a tick. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileInVolume, overlaysRecord, readAfter } from '../../../harness/data/record-steps.ts';
import { rungNames } from '../../../harness/report/level/rungs.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { boardOf, columns, missingOf, type Row } from '../../../harness/site/board/board.ts';
import type { Cell } from '../../../harness/site/board/cell.ts';
import { disaster, packagedSpec, wiped } from '../../../harness/site/board/whose-tests.ts';
import { boardPages } from '../../../harness/site/pages/board.ts';
import { resourceFacts } from '../../../harness/site/resource-facts.ts';
import { sampleResults, sampleTest } from '../report/sample-results.ts';
import { fullResults, hostile, lifecycle, ownTests, recipeOf, runOf, unreadRecipe, withTest } from './sample-recipe.ts';

function rowOf(results: Results): Row {
  const [row] = boardOf([recipeOf(results)]).rows;
  if (row === undefined) throw new Error('a recipe has a row');
  return row;
}

function cell(name: string, results: Results): Cell {
  const found = rowOf(results).cells[columns.findIndex(column => column.name === name)];
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

const upgrade = 'upgrades from the previous release with its data';

test('a recipe that lacks nothing: all is shown, or there is nothing to show', () => {
  const row = rowOf(fullResults());
  expect(row.cells.map(({ standing }) => standing)).toEqual(['shown', 'shown', 'shown', 'shown', 'nothing to show', 'shown', 'shown', 'shown']);
  expect(missingOf(row)).toEqual([]);
});

test('titles by which results are read are those of the specs and of the witness', () => {
  const backup = readFileSync(new URL('../../../generic/2-backup.spec.ts', import.meta.url), 'utf8');
  const upgrades = readFileSync(new URL('../../../generic/3-upgrade.spec.ts', import.meta.url), 'utf8');
  for (const words of [`test('${wiped}'`, `test('${disaster}'`, "'the restore'", "'the disaster'"]) expect(backup).toContain(words);
  expect(upgrades).toContain("'the upgrade'");
});

test.each([
  ['generic/1-install.spec.ts', 'generic/1-install'],
  ['node_modules/recipe-harness/generic/2-backup.spec.js', 'generic/2-backup'],
  ['../node_modules/recipe-harness/teardown/teardown.spec.js', 'teardown/teardown'],
  ['overlays/ghost/generic/1-install.spec.ts', undefined],
  ['tests/recipe-harness/generic/1-install.spec.ts', undefined],
  ['../../generic/1-install.spec.ts', undefined],
  ['../recipe-harness/generic/1-install.spec.ts', 'generic/1-install'],
  ['../../recipe-harness/teardown/teardown.spec.ts', 'teardown/teardown'],
  ['../recipe-harness/overlays/ghost/generic/1-install.spec.ts', undefined],
  ['overlays/../recipe-harness/generic/1-install.spec.ts', undefined],
  ['generic/9-mine.spec.ts', undefined],
  [`${'../'.repeat(50)}node_modules/recipe-harness/generic/1-install.spec.js`, 'generic/1-install'],
])('%s is of the package: %s', (file, expected) => {
  expect(packagedSpec(file)).toBe(expected);
});

test('a path of millions of folders is nobody\'s', () => {
  expect(packagedSpec(`${'../'.repeat(3_000_000)}generic/1-install.spec.ts`)).toBeUndefined();
});

describe('coverage', () => {
  test('counts what passed, of what the recipe has', () => {
    expect(cell('Coverage', fullResults())).toEqual({ standing: 'shown', words: '5 of 5', missing: [] });
    const first = withTest(fullResults(), upgrade, { status: 'not applicable', reason: 'structural: ghost has no release below the version under test' });
    expect(cell('Coverage', first)).toEqual({ standing: 'shown', words: '4 of 4, no upgrade', missing: [] });
  });

  test.each<[Partial<Results['tests'][number]>, string]>([
    [{ status: 'failed', problem: { code: 'ERR_DATA_LOST', fault: 'recipe', message: 'The record is gone.' } }, 'upgrade: failed: The record is gone.'],
    [{ status: 'unverified' }, 'upgrade: did not run to its end: no reason is given'],
    [{ status: 'not applicable', reason: 'declared: its image is gone' }, 'upgrade: declared: its image is gone'],
    [{ status: 'not applicable', reason: 'structural: no overlay: only a dump is kept' }, 'upgrade: structural: no overlay: only a dump is kept'],
    [{ status: 'not applicable', reason: 'because' }, 'upgrade: because'],
    [{ flaky: true }, 'upgrade: failed, and passed when it was tried again'],
  ])('%j is no pass', (change, missing) => {
    expect(cell('Coverage', withTest(fullResults(), upgrade, change))).toEqual({ standing: 'partly', words: '4 of 5', missing: [missing] });
  });

  test('what no test tells of is not known', () => {
    expect(cell('Coverage', fullResults({ tests: [] })).standing).toBe('not known');
    expect(cell('Coverage', fullResults({ tests: lifecycle().filter(({ title }) => title !== disaster) }))).toMatchObject({ standing: 'partly', words: '4 of 5', missing: ['disaster: the results have no test of it'] });
  });

  test("an overlay's test of the same name is not the package's", () => {
    expect(cell('Coverage', fullResults({ tests: lifecycle().map(each => ({ ...each, file: `overlays/ghost/${each.file}` })) })).standing).toBe('not known');
  });
});

describe('data', () => {
  test("a file of the harness's is no record of the app's", () => {
    const results = fullResults({ tests: [...lifecycle(fileInVolume('content')), ...ownTests()] });
    expect(cell('Data', results)).toMatchObject({ standing: 'missing', words: '0 of 3' });
    expect(cell('Data', { ...fullResults(), genericOnly: true }).standing).toBe('missing');
  });

  test('a pass whose steps are not there, or failed, says nothing', () => {
    expect(cell('Data', withTest(fullResults(), wiped, { steps: [] }))).toMatchObject({ standing: 'partly', words: '2 of 3', missing: ['restore: the results do not tell what came through the restore'] });
    expect(cell('Data', withTest(fullResults(), disaster, { steps: [{ title: readAfter(overlaysRecord, 'the disaster'), durationMs: 1, depth: 0, failed: true }] })).words).toBe('2 of 3');
    expect(cell('Data', fullResults({ tests: lifecycle().map(each => ({ ...each, steps: [] })) })).standing).toBe('not known');
  });
});

describe('parity', () => {
  test.each<[Results['parity'], Cell['standing'], string]>([
    [{ checks: 6, here: 6 }, 'shown', '6 of 6'], [{ checks: 6, here: 4 }, 'partly', '4 of 6'], [{ checks: 6, here: 0 }, 'missing', '0 of 6'],
    [{ checks: 0, here: 0 }, 'nothing to show', 'nothing was checked elsewhere'], [null, 'not known', 'no page'], [{ checks: 2, here: 5 }, 'not known', '5 of 2?'],
  ])('%j is %s', (parity, standing, words) => {
    expect(cell('Parity', fullResults({ parity }))).toMatchObject({ standing, words });
  });
});

describe('depth and browser', () => {
  test('one functional test is too few', () => {
    expect(cell('Depth', fullResults({ tests: [sampleTest('only one')] }))).toMatchObject({ standing: 'partly', missing: ['depth: one functional test with a witness, and two are asked'] });
  });

  test('a pass without a witness counts for nothing', () => {
    const bare = (change: Partial<Results['tests'][number]>): Results => fullResults({ tests: ownTests().map(each => ({ ...each, ...change })) });
    for (const results of [bare({ evidence: undefined }), bare({ evidence: { state: 0, status: 9, constant: 0, assertions: [] } }), bare({ flaky: true })]) {
      expect(cell('Depth', results).standing).toBe('missing');
      expect(cell('Browser', results).standing).toBe('missing');
    }
  });

  test('without an overlay there is none', () => {
    expect(cell('Depth', fullResults({ genericOnly: true }))).toMatchObject({ standing: 'missing', words: 'no overlay' });
  });

  test('a recipe without a page has nothing to show; that is asked of the rung', () => {
    const tests = [...lifecycle(), ...ownTests().slice(0, 2)];
    const structural: Results['level'] = { level: 7, heldBy: null, rungs: (fullResults().level?.rungs ?? []).map(rung => rung.name === 'browser' ? { ...rung, status: 'structural', reason: 'no page' } : rung) };
    expect(cell('Browser', fullResults({ tests, level: structural })).standing).toBe('nothing to show');
    expect(cell('Browser', fullResults({ tests })).standing).toBe('missing');
    expect(cell('Browser', fullResults({ tests, level: null })).standing).toBe('not known');
  });
});

describe('dependencies', () => {
  const withProvider = (tests: Results['tests']): Results => ({ ...fullResults({ tests }), underTest: { ref: 'main', commit: 'c', version: '1', dirty: false, base: null, dependencies: { keycloak: '10.7.1+26.5.1' } } });
  const login = sampleTest('somebody logs in', { tags: ['@browser', '@sso'] });

  test('a provider without a login is half of it', () => {
    expect(cell('Dependencies', withProvider(lifecycle()))).toMatchObject({ standing: 'missing', words: 'keycloak 10.7.1+26.5.1' });
    expect(cell('Dependencies', withProvider([...lifecycle(), login]))).toMatchObject({ standing: 'shown', words: 'keycloak 10.7.1+26.5.1, single sign-on shown by 1 test' });
    expect(cell('Dependencies', withProvider([...lifecycle(), { ...login, status: 'failed' }])).standing).toBe('missing');
  });

  test('a run that did not get that far says nothing', () => {
    expect(cell('Dependencies', fullResults({ underTest: null })).standing).toBe('not known');
    expect(cell('Dependencies', fullResults({ tests: [] })).standing).toBe('not known');
  });
});

describe('trust', () => {
  const proof = { date: '2026-11-19T20:00:00.000Z', commit: '0123456789abcdef0123456789abcdef01234567', killed: 21, total: 21, stale: false };

  test.each<[string, Partial<Results>, string]>([
    ['never proved', { proof: null }, 'never broken on purpose'],
    ['survivors', { proof: { ...proof, killed: 19 } }, '2 of 21 breaks went unnoticed'],
    ['an older overlay', { proof: { ...proof, stale: true } }, 'the overlay has changed'],
    ['another commit', { proof: { ...proof, commit: 'fedcba9876543210' } }, 'another commit'],
    ['nothing broken', { proof: { ...proof, killed: 0, total: 0 } }, 'nothing to break'],
    ['a tree with uncommitted changes', { underTest: { ...sampleResults().underTest!, dirty: true } }, 'uncommitted changes'],
    ['more killed than broken', { proof: { ...proof, killed: 99 } }, 'does not add up'],
    ['not linted', { lint: { suppressions: [], recipe: [], overlay: null } }, 'the overlay was not linted'],
    ['a suppression without a reason', { lint: { suppressions: [{ file: 'a', line: 1, rules: [], reason: ' ' }], recipe: [], overlay: [] } }, '1 suppression of lint without a reason'],
  ])('%s is not trusted', (_what, more, missing) => {
    const found = cell('Trust', fullResults(more));
    expect(found.standing).not.toBe('shown');
    expect(found.missing.join()).toContain(missing);
  });

  test('says how many, when, and what is kept from lint', () => {
    expect(cell('Trust', fullResults({ lint: { suppressions: [{ file: 'a', line: 1, rules: ['x'], reason: 'no event' }], recipe: [], overlay: [] } }))).toEqual({
      standing: 'shown', words: '21 of 21 killed on 2026-11-19; 1 suppression, each with a reason', missing: [],
    });
  });
});

test('docs: what is not run without a reason, and what nobody has decided, is named', () => {
  const results = withTest(fullResults({ picture: null, declared: [{ rung: 'sso', blocker: 'x', coveredBy: 'y', decidedBy: '', decidedOn: '2026-01-01' }] }), upgrade, { status: 'unverified' });
  expect(cell('Docs', results)).toMatchObject({ standing: 'partly', missing: ['docs: no picture of the app', 'docs: 1 test not run without a reason', 'docs: 1 declared exception without who, when or why'] });
});

describe('doubt', () => {
  test.each<[string, Parameters<typeof boardOf>[0][number]]>([
    ['never run', unreadRecipe('ghost')],
    ['unreadable', unreadRecipe('ghost', { unreadable: [{ file: 'ghost/results.json', reason: 'it is no JSON' }] })],
    ['a newer file that cannot be read', recipeOf(fullResults(), { level: null, levelUnknown: 'results.json cannot be read' })],
    ['unproven', recipeOf(fullResults({ verdict: 'unproven' }))],
    ['a problem of the run itself', recipeOf(fullResults({ problems: [{ code: 'ERR_SECRET_FOUND', fault: 'harness', message: 'A secret is left.' }] }))],
  ])('%s: nothing counts as shown', (_what, recipe) => {
    const [row] = boardOf([recipe]).rows;
    expect(row?.doubt).not.toBeNull();
    expect(row?.cells.map(({ standing }) => standing)).not.toContain('shown');
    expect(row?.cells.map(({ standing }) => standing)).not.toContain('nothing to show');
  });

  test('what is missing stays missing', () => {
    const recipe = recipeOf(fullResults({ verdict: 'unproven', genericOnly: true }));
    expect(boardOf([recipe]).rows[0]?.cells[2]?.standing).toBe('missing');
  });
});

const upgradeFails: Results['level'] = {
  level: 1, rungs: rungNames.map(name => name === 'upgrade' ? { name, status: 'fail', reason: 'it broke' } : { name, status: 'pass', reason: '' }), heldBy: { rung: 'upgrade', reason: 'it broke' },
};

test('those that lack most stand first, and the summary counts them', () => {
  const board = boardOf([
    recipeOf(fullResults({ recipe: 'whole' })), unreadRecipe('unread'), recipeOf(withTest(fullResults({ recipe: 'half', verdict: 'red', fault: 'recipe', level: upgradeFails, parity: { checks: 2, here: 1 } }), upgrade, { status: 'failed' })),
  ]);
  expect(board.rows.map(({ recipe }) => recipe)).toEqual(['unread', 'half', 'whole']);
  expect(board.summary[0]).toEqual({ 'shown': 1, 'partly': 1, 'missing': 0, 'nothing to show': 0, 'not known': 1 });
  expect(board.standings).toEqual([{ level: 7, recipes: ['whole'] }, { level: 1, recipes: ['half'] }, { level: null, recipes: ['unread'] }]);
});

test('the last cold run is a whole one that kept nothing', () => {
  const results = fullResults();
  const runs = [runOf(results, { id: 'warm', cold: false }), runOf(results, { id: 'narrowed', partial: true }), runOf(results, { id: 'cold' }), runOf(results, { id: 'older' })];
  expect(boardOf([recipeOf(results, { runs })]).rows[0]?.lastCold?.id).toBe('cold');
  expect(boardOf([recipeOf(results, { runs: [] })]).rows[0]?.lastCold).toBeNull();
});

test('no recipes make an empty board, and hostile names a full one', () => {
  expect(boardOf([])).toMatchObject({ rows: [], standings: [] });
  const results = fullResults({ tests: [sampleTest(hostile, { file: hostile, tags: [hostile], status: 'failed' })], parity: { checks: 1e9, here: 1 } });
  expect(() => boardOf([recipeOf(results)])).not.toThrow();
});

test('results that call themselves green with a test that failed are believed in nothing, their level neither', () => {
  const [row] = boardOf([recipeOf(withTest(fullResults(), 'a draft is invisible until it is published', { status: 'failed' }))]).rows;
  expect(row).toMatchObject({ level: null, doubt: expect.stringContaining('call themselves green') });
  expect(row?.cells.map(({ standing }) => standing)).not.toContain('shown');
});

test.each<[string, Partial<Results>, string]>([
  ['a run that left a secret', { level: null, levelUnknown: 'the run had a problem of its own, ERR_SECRET_LEAKED', exitCode: 4, secretSearch: { secrets: 3, masked: 0, found: ['a.log', 'b.log'] } }, 'its run left a secret in a.log, and in 1 more'],
  ['a run that says why it gives no level', { level: null, levelUnknown: 'the run was interrupted', exitCode: 130 }, 'the run was interrupted'],
])('of %s nothing counts as shown, and the board says why', (_what, more, doubt) => {
  const [row] = boardOf([recipeOf(fullResults(more))]).rows;
  expect(row).toMatchObject({ level: null, doubt });
  expect(row?.cells.map(({ standing }) => standing)).not.toContain('shown');
});

test('a proof that noticed more than was broken is shown with no such number', () => {
  const results = fullResults({ proof: { ...sampleResults().proof!, killed: 99, total: 3 } });
  expect(cell('Trust', results).words).toBe('a proof that does not add up');
  expect(resourceFacts(results).find(([term]) => term === 'Proof by sabotage')).toEqual(['Proof by sabotage', 'does not add up']);
});

test('the page has a row for each recipe, all words of others as text, and nothing unknown with the sign of what is shown', () => {
  const folder = { unreadable: [], recipes: [
    unreadRecipe('unread', { unreadable: [{ file: hostile, reason: hostile }] }),
    recipeOf(fullResults({ recipe: 'evil', verdict: 'red', fault: 'recipe', tests: [sampleTest(hostile, { file: hostile, tags: [hostile, '@functional'], status: 'failed' })], problems: [{ code: hostile, fault: 'recipe', message: hostile.repeat(10_000) }] })),
  ] };
  const [page] = boardPages({ folder, builtAt: new Date('2026-11-22T08:00:00Z') });
  expect(page?.text.match(/<tr data-name=/g)).toHaveLength(2);
  expect(page?.text).not.toMatch(/<script>alert|<img src=x|href="javascript/);
  expect(page?.text).not.toMatch(/asked-(?:not-known|missing)"><span class="sign" aria-hidden="true">✓/);
  expect(page?.text.length).toBeLessThan(60_000);
  expect(boardPages({ folder: { recipes: [], unreadable: [] }, builtAt: new Date() })[0]?.text).toContain('0 recipes');
});
