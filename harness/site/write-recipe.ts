/** Writes the pages of one recipe while it is read: a run is held no longer than its page takes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { badgeSvg, shieldsEndpoint } from '../report/badge/badge.ts';
import { recipeText } from './pages/recipe.ts';
import { detailsOf, type RunDetails } from './run-details.ts';
import { runText } from './pages/run.ts';
import { recipePage, runPage } from './links.ts';
import { readRecipe, type Recipe } from './read-folder.ts';

export function writeRecipe({ from, draft, builtAt }: { from: string; draft: string; builtAt: Date }, name: string): Recipe {
  const write = (path: string, text: string): void => writeFileSync(join(draft, path), text);
  mkdirSync(dirname(join(draft, runPage(name, 'x'))), { recursive: true });
  const details: RunDetails[] = [];
  const recipe = readRecipe(from, name, builtAt, (results, run) => {
    details.push(detailsOf(results, run));
    write(runPage(name, run.id), runText(name, results, run, builtAt));
  });
  // Made anew: the ones among the results may be of another level than is shown here.
  const level = recipe.level ?? undefined;
  write(`recipes/${name}/badge.svg`, badgeSvg({ level }));
  write(`recipes/${name}/badge.json`, `${JSON.stringify(shieldsEndpoint({ level }), null, 2)}\n`);
  write(recipePage(name), recipeText(recipe, details, builtAt));
  return recipe;
}
