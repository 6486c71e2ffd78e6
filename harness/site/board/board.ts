/** The board of the campaign: every recipe against every column, those that lack most first. */
import type { Results } from '../../report/results-schema.ts';
import { doubtOf } from '../doubt.ts';
import type { Recipe, Run } from '../read-folder.ts';
import { type Cell, inDoubt, notKnown, type Standing } from './cell.ts';
import { dependencies, docs, trust } from './ground.ts';
import { coverage, data } from './lifecycle.ts';
import { browser, depth, parity } from './overlay.ts';

export interface Column {
  readonly name: string;
  /** What is asked of a recipe, in a sentence. */
  readonly asks: string;
  readonly judge: (results: Results) => Cell;
}

export const columns: readonly Column[] = [
  { name: 'Coverage', asks: 'Install, upgrade, backup, restore and disaster, of those that the recipe has: each by a test that passed.', judge: coverage },
  { name: 'Parity', asks: 'Each check that was made elsewhere before is made by a test here.', judge: parity },
  { name: 'Depth', asks: 'At least two functional tests of its own, each with an assertion on what the app has kept or made.', judge: depth },
  { name: 'Data', asks: "A record of the app's own, made before, is read unchanged after the upgrade, the restore and the disaster. A file of the harness's is no such record.", judge: data },
  { name: 'Dependencies', asks: 'What it needs was deployed with it, and where that is a provider, somebody has logged in through it.', judge: dependencies },
  { name: 'Browser', asks: 'Where a page is at its core, a test in a real browser makes something and finds it again.', judge: browser },
  { name: 'Trust', asks: 'Every break that was made on purpose was noticed, by these tests at this commit; lint is clean, and each suppression has a reason.', judge: trust },
  { name: 'Docs', asks: 'A parity page, a reason for all that was not run, a picture, a version label. Results do not tell of other pages.', judge: docs },
];

export interface Row {
  readonly recipe: string;
  readonly level: number | null;
  /** Why nothing counts as shown, where nothing does. */
  readonly doubt: string | null;
  /** In the order of the columns. */
  readonly cells: readonly Cell[];
  readonly newest: { readonly id: string; readonly verdict: Results['verdict']; readonly fault: Results['fault']; readonly startedAt: string } | null;
  /** The newest whole run that deployed everything itself. */
  readonly lastCold: Run | null;
}

export interface Board {
  readonly rows: readonly Row[];
  /** By column: how many recipes stand how. */
  readonly summary: readonly Readonly<Record<Standing, number>>[];
  /** Names of recipes by level, the highest first; null last: not known. */
  readonly standings: readonly { readonly level: number | null; readonly recipes: readonly string[] }[];
}

export function boardOf(recipes: readonly Recipe[]): Board {
  const rows = recipes.map(rowOf).sort(lacksMost);
  return {
    rows,
    summary: columns.map((_column, index) => tally(rows.map(({ cells }) => cells[index]?.standing ?? 'not known'))),
    standings: [7, 6, 5, 4, 3, 2, 1, 0, null]
      .map(level => ({ level, recipes: rows.filter(row => row.level === level).map(({ recipe }) => recipe).sort() }))
      .filter(each => each.recipes.length > 0),
  };
}

function rowOf(recipe: Recipe): Row {
  const { name, newest, newestId } = recipe;
  const doubt = doubtOf(recipe);
  return {
    recipe: name,
    level: recipe.level,
    doubt,
    cells: columns.map(({ judge }) => cellOf(judge, newest, doubt)),
    newest: newest === null || newestId === null ? null : { id: newestId, verdict: newest.verdict, fault: newest.fault, startedAt: newest.startedAt },
    lastCold: recipe.runs.find(run => run.cold && !run.partial) ?? null,
  };
}

function cellOf(judge: Column['judge'], results: Results | null, doubt: string | null): Cell {
  if (results === null) return notKnown(doubt ?? 'there are no results');
  const cell = judge(results);
  return doubt === null ? cell : inDoubt(cell, doubt);
}

/** Each sentence once. */
export function missingOf({ cells }: Row): string[] {
  return [...new Set(cells.flatMap(({ missing }) => missing))];
}

/** In how many columns something is not shown that should be. */
export function lacking({ cells }: Row): number {
  return cells.filter(({ standing }) => weights[standing] > 0).length;
}

const weights: Readonly<Record<Standing, number>> = { 'missing': 4, 'not known': 4, 'partly': 2, 'shown': 0, 'nothing to show': 0 };

function lacksMost(one: Row, other: Row): number {
  const weight = ({ cells }: Row): number => cells.reduce((sum, { standing }) => sum + weights[standing], 0);
  return lacking(other) - lacking(one) || weight(other) - weight(one) || (one.level ?? -1) - (other.level ?? -1) || (one.recipe < other.recipe ? -1 : 1);
}

function tally(standings: readonly Standing[]): Record<Standing, number> {
  const of = (standing: Standing): number => standings.filter(each => each === standing).length;
  return { 'shown': of('shown'), 'partly': of('partly'), 'missing': of('missing'), 'nothing to show': of('nothing to show'), 'not known': of('not known') };
}
