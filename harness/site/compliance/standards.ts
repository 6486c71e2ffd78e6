/** The standards: what each level demands, and how many recipes show it. */
import { levelMeanings, type RungName, rungNames, type RungStatus } from '../../report/level/rungs.ts';
import { doubtOf } from '../doubt.ts';
import type { Recipe } from '../read-folder.ts';

const demands: Readonly<Record<RungName, string>> = {
  install: 'The version under test is deployed from nothing, serves its users, and is removed without a trace.',
  upgrade: 'The last release is deployed, a record is made in it, the version under test goes over it, and the record is read unchanged.',
  backup: 'A record that was wiped comes back by a restore, and one whose volumes were lost comes back after the disaster.',
  functional: 'Tests of its own say what it is for; each rests on something that the app has kept or made.',
  browser: 'Where a page is at its core, or people log in through a provider, a real browser does it.',
  lint: "abra's own lint of the recipe and the lint of its overlay find nothing.",
  proof: 'The app was broken on purpose, and every test that is about it turned red, at this commit.',
};

export interface Standard {
  /** 1 to 7. */
  readonly level: number;
  readonly rung: RungName;
  readonly meaning: string;
  readonly demands: string;
  /** How many recipes stand at this level or higher. */
  readonly reached: number;
  /** How many show this rung, whatever is below it, and how the others stand; what is in doubt is unverified. */
  readonly rungs: Readonly<Record<RungStatus, number>>;
}

export function standardsOf(recipes: readonly Recipe[]): Standard[] {
  return rungNames.map((rung, index) => ({
    level: index + 1, rung, meaning: levelMeanings[index + 1] ?? '', demands: demands[rung],
    reached: recipes.filter(recipe => (recipe.level ?? 0) > index).length,
    rungs: tally(recipes.map(recipe => statusOf(recipe, rung))),
  }));
}

function statusOf(recipe: Recipe, rung: RungName): RungStatus {
  const found = (recipe.newest?.level?.rungs ?? []).filter(({ name }) => name === rung);
  const [only] = found;
  if (only === undefined || found.length > 1) return 'unverified';
  return only.status === 'fail' || doubtOf(recipe) === null ? only.status : 'unverified';
}

function tally(statuses: readonly RungStatus[]): Record<RungStatus, number> {
  const of = (status: RungStatus): number => statuses.filter(each => each === status).length;
  return { pass: of('pass'), fail: of('fail'), structural: of('structural'), declared: of('declared'), unverified: of('unverified') };
}
