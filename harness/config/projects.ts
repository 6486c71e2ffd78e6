/** Recipes as Playwright projects: which of them are listed, and where each one's specs lie. */
import path from 'node:path';
import { dependenciesOf, withDependencies } from '../deps/graph.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { loadRecipe, loadRecipes } from '../settings/recipes.ts';
import type { Settings } from '../settings/settings.ts';
import { unprovenProviders } from '../sso/provider.ts';
import type { RecipeMetadata } from '../report/metadata.ts';
import { workersOfRecipe } from '../run/guest.ts';
import { genericSpecs, packageRoot, teardownSpecs } from '../package.ts';
import { bringOverlays } from './bring-overlays.ts';
import { type SpecFolders, writeStubs } from './stubs.ts';

export interface RecipeProject {
  name: string;
  testDir: string;
  testMatch: RegExp[];
  workers: number;
  retries: 0;
  use: { recipeName: string };
  metadata: RecipeMetadata;
}

/**
 * The recipes to offer: those named, else all that met their real app. Where every name is plain, only those files are
 * read, so that a neighbour's mistake stops nobody; an unknown name ends here, with the nearest ones.
 */
export function selectRecipes(settings: Settings, named: readonly string[]): Recipe[] {
  const plain = [...new Set(named.filter(name => !name.includes('*')).map(name => name.toLowerCase()))];
  const chosen = plain.map(name => loadRecipe(settings, name));
  if (named.length > 0 && plain.length === new Set(named.map(name => name.toLowerCase())).size) return chosen;
  return loadRecipes(settings).filter(recipe => unprovenReason(settings, recipe) === undefined || plain.includes(recipe.name));
}

export function recipeProjects(settings: Settings, recipes: readonly Recipe[]): RecipeProject[] {
  bringOverlays(settings, withDependencies(settings, recipes));
  const folders = specFolders(settings.root, settings.overlaysFolder);
  return recipes.map(recipe => ({ recipe, unproven: unprovenReason(settings, recipe) })).map(({ recipe, unproven }) => ({
    name: recipe.name,
    testDir: settings.root,
    // Anchored patterns: a relative glob would also take another recipe's folder of the same name.
    testMatch: [
      ...specsBelow(folders.generic),
      ...(recipe.overlay === undefined ? [] : specsBelow(recipe.overlay)),
      ...specsBelow(folders.teardown),
    ],
    workers: workersOfRecipe(),
    retries: 0,
    use: { recipeName: recipe.name },
    metadata: {
      recipe: recipe.name,
      ...(recipe.overlay === undefined ? {} : { overlay: recipe.overlay }),
      declared: recipe.declared.map(({ rung, blocker, covered_by: coveredBy, decided_by: decidedBy, decided_on: decidedOn }) => ({ rung, blocker, coveredBy, decidedBy, decidedOn })),
      ...(recipe.sso === undefined ? {} : { sso: true }),
      ...(unproven === undefined ? {} : { unproven }),
      ...(recipe.overlay === undefined ? { genericOnly: true } : {}),
    },
  }));
}

/** What rests on an app that nobody has seen to work is as unproven as that app. */
function unprovenReason(settings: Settings, recipe: Recipe): string | undefined {
  if (recipe.unproven !== undefined) return recipe.unproven;
  const guess = recipe.sso && unprovenProviders[recipe.sso.provider];
  if (guess !== undefined) return guess;
  const [reason] = dependenciesOf(settings, recipe).flatMap(({ name, unproven }) => unproven === undefined ? [] : `It depends on ${name}, which is unproven: ${unproven}`);
  return reason;
}

/** In its own tree the package's specs are found where they are. */
function specFolders(root: string, overlaysFolder: string): SpecFolders {
  if (root !== packageRoot) return writeStubs(root, overlaysFolder);
  return { generic: path.dirname(genericSpecs()[0] ?? path.join(root, 'generic/x')), teardown: path.dirname(teardownSpecs()[0] ?? path.join(root, 'teardown/x')) };
}

function specsBelow(folder: string): RegExp[] {
  return [new RegExp(`^${folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/.*\\.spec\\.[cm]?[jt]sx?$`)];
}
