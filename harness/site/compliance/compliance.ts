/** The compliance report: what the newest results of all recipes say, part by part. Page and Markdown are made of its sections. */
import type { Results } from '../../report/results-schema.ts';
import type { Folder, Recipe } from '../read-folder.ts';
import { begun, count } from '../spoken.ts';
import type { Section, Word, Words } from './document.ts';
import { exceptionOf, gapsOf } from './gaps.ts';
import { conditions, type Gate, gateLevel, gateOf } from './gate.ts';
import { type Advice, adviceFor } from './recommend.ts';
import { standardsOf } from './standards.ts';
import { weakTestsOf } from './weak-tests.ts';

/** Of one recipe, in one table: a file that finds thousands of things says no more by it. */
const mostRows = 40;
const mostLetters = 400;

export function complianceOf({ recipes, unreadable }: Folder): Section[] {
  const gated = recipes.map(recipe => [recipe, gateOf(recipe)] as const);
  const advice = adviceFor(gated);
  return [
    summary(recipes, gated, advice, unreadable.length),
    passGate(gated),
    standards(recipes),
    weakTests(recipes),
    exceptions(recipes),
    gaps(recipes),
    unreadableFiles(recipes, unreadable),
    recommendation(advice),
  ];
}

type Gated = readonly (readonly [Recipe, Gate])[];

function summary(recipes: readonly Recipe[], gated: Gated, advice: readonly Advice[], strangers: number): Section {
  const passing = gated.filter(([, { passes }]) => passes).length;
  const known = recipes.filter(({ newest }) => newest !== null);
  const dates = known.map(({ newest }) => newest?.startedAt ?? '').sort();
  const broken = recipes.reduce((sum, recipe) => sum + recipe.unreadable.length, strangers);
  const [first] = advice;
  return { id: 'summary', title: 'Summary', blocks: [{ list: [
    [`${passing} of ${count(recipes.length, 'recipe')} ${passing === 1 ? 'passes' : 'pass'} the gate.`],
    ...(known.length < recipes.length ? [[`Of ${count(recipes.length - known.length, 'recipe')} nothing is known.`]] : []),
    ...(known.length > 0 ? [[`The oldest of the results began on ${dates[0]?.slice(0, 10) ?? ''}, the newest on ${dates.at(-1)?.slice(0, 10) ?? ''}.`]] : []),
    ...(broken > 0 ? [[`${count(broken, 'file')} of results could not be read; nothing is taken from ${broken === 1 ? 'it' : 'them'}.`]] : []),
    ...(first === undefined || first.word === 'publish' ? [] : [['First of all, ', { recipe: first.recipe }, `: ${cut(first.words)}`] satisfies Words]),
  ] }] };
}

function passGate(gated: Gated): Section {
  const rows = [...gated].sort(([one, a], [other, b]) => Number(a.passes) - Number(b.passes) || (one.name < other.name ? -1 : 1));
  return { id: 'gate', title: 'Pass gate', blocks: [
    { paragraph: ['A recipe passes where all of this holds of its newest whole run:'] },
    { list: conditions.map(({ asks }) => [asks]) },
    { table: {
      head: ['Recipe', 'Gate', 'Level', 'Run of', 'Why not'],
      rows: rows.map(([recipe, gate]) => [
        [{ recipe: recipe.name }], [gate.passes ? { good: 'passes' } : { bad: 'does not pass' }], [levelOf(recipe)], [recipe.newest?.startedAt.slice(0, 10) ?? 'never'], [cut(gate.why.join('; '))],
      ]),
    } },
  ] };
}

function standards(recipes: readonly Recipe[]): Section {
  return { id: 'standards', title: 'Standards', blocks: [
    { paragraph: ['A recipe stands at the highest level up to which nothing failed and nothing is unverified, declared or capped. What it does not have is climbed over.'] },
    { table: {
      head: ['Level', 'Says', 'Demands', 'Recipes at it or above', 'Rung shown', 'Failed', 'Declared', 'Not in the recipe', 'Unverified'],
      rows: standardsOf(recipes).map(({ level, meaning, demands, reached, rungs }) => [
        [String(level)], [meaning], [demands], [`${reached} of ${recipes.length}`], [String(rungs.pass)], [String(rungs.fail)], [String(rungs.declared)], [String(rungs.structural)], [String(rungs.unverified)],
      ]),
    } },
  ] };
}

function weakTests(recipes: readonly Recipe[]): Section {
  const notLinted = recipes.filter(({ newest }) => newest === null || (newest.lint.overlay === null && !newest.genericOnly)).map(({ name }) => name);
  const rows = perRecipe(recipes, weakTestsOf, found => [[found.kind], [{ code: cut(found.where) }], [cut(found.words)]]);
  return { id: 'weak-tests', title: 'Findings of weak tests', blocks: [
    ...tableOr(['Recipe', 'Kind', 'Where', 'What'], rows, 'Nothing was found where something was looked for.'),
    ...(notLinted.length > 0 ? [{ paragraph: ['Not linted, so that nothing is known: ', ...namesOf(notLinted)] }] : []),
  ] };
}

function exceptions(recipes: readonly Recipe[]): Section {
  const rows = perRecipe(recipes, results => results.declared, (declared, results) => {
    const each = exceptionOf(results, declared);
    return [[cut(each.rung)], [cut(each.blocker)], [{ code: cut(each.coveredBy) }], [each.covered === 'passes' ? { good: each.covered } : { bad: each.covered }], [cut(each.decidedBy) || 'nobody is named'], [cut(each.decidedOn) || 'no date is given']];
  });
  return { id: 'exceptions', title: 'Declared exceptions', blocks: tableOr(['Recipe', 'Rung', 'Blocker', 'Covered by', 'Which', 'Decided by', 'On'], rows, 'Nobody has declared any.') };
}

function gaps(recipes: readonly Recipe[]): Section {
  const rows = perRecipe(recipes, gapsOf, gap => [[gap.kind], [cut(gap.what)], [cut(gap.why)], [cut(gap.wayOut)]]);
  const never = recipes.filter(({ newest }) => newest === null).map(({ name }) => name);
  return { id: 'gaps', title: 'Gaps', blocks: [
    ...tableOr(['Recipe', 'Kind', 'What', 'Why', 'Way out'], rows, 'None in the results that were read.'),
    ...(never.length > 0 ? [{ paragraph: ['With no whole run that can be read, so that all is unverified: ', ...namesOf(never)] }] : []),
  ] };
}

function unreadableFiles(recipes: readonly Recipe[], strangers: Folder['unreadable']): Section {
  const rows = [...strangers, ...recipes.flatMap(recipe => recipe.unreadable.slice(0, mostRows))].map(({ file, reason }): Words[] => [[{ code: cut(file) }], [cut(reason)]]);
  return { id: 'unreadable', title: 'Files that could not be read', blocks: tableOr(['File', 'Why'], rows, 'None.') };
}

function recommendation(advice: readonly Advice[]): Section {
  const ready = advice.length > 0 && advice.every(({ word }) => word === 'publish');
  return { id: 'recommendation', title: 'Recommendation', blocks: [
    { paragraph: [advice.length === 0 ? 'Run something: there are no results.' : ready ? 'Every recipe passes the gate. Publish them.' : 'In this order:'] },
    ...(advice.length === 0 ? [] : [{ list: advice.map(({ recipe, words }): Words => [{ recipe }, `: ${cut(words)}`]), ordered: true } as const]),
    { paragraph: [`“Ready to publish” is said of what passes the gate at level 7; at level ${gateLevel} and above it says what is next.`] },
  ] };
}

function levelOf({ level }: Recipe): string {
  return String(level ?? 'not known');
}

function tableOr(head: readonly string[], rows: readonly (readonly Words[])[], none: string): Section['blocks'] {
  return rows.length === 0 ? [{ paragraph: [none] }] : [{ table: { head, rows } }];
}

/** The first rows of each recipe, and how many more there are; those that are not shown cost nothing. */
function perRecipe<Item>(recipes: readonly Recipe[], itemsOf: (results: Results) => readonly Item[], cellsOf: (item: Item, results: Results) => Words[]): Words[][] {
  return recipes.flatMap(({ name, newest }) => {
    if (newest === null) return [];
    const items = itemsOf(newest);
    const rows = items.slice(0, mostRows).map((item): Words[] => [[{ recipe: name }], ...cellsOf(item, newest)]);
    const [first] = rows;
    if (first === undefined || items.length <= mostRows) return rows;
    return [...rows, [[{ recipe: name }], [`${items.length - mostRows} more`], ...first.slice(2).map((): Words => [])]];
  });
}

function namesOf(recipes: readonly string[]): Word[] {
  return recipes.flatMap((recipe, index) => index === 0 ? [{ recipe }] : [', ', { recipe }]);
}

function cut(text: string): string {
  return begun(text, mostLetters);
}
