/** Brings a recipe to read from where it was said to be, and takes for a recipe only what is one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchingAbra } from '../app/fetching-abra.ts';
import { HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { RecipeCheckout } from '../recipe/checkout.ts';
import { RecipeError } from '../recipe/recipe-error.ts';
import { nearest } from '../settings/nearest.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { Settings } from '../settings/settings.ts';
import { withoutCredentials } from '../settings/tokens.ts';
import { readFacts, type RecipeFacts } from './recipe-facts.ts';

/**
 * @param abraDir an empty folder, for this alone
 * @throws HarnessError `ERR_RECIPE_UNKNOWN` where the catalogue has no such recipe, `ERR_NOT_A_RECIPE` where a file is missing without which none is
 */
export async function readSource(settings: Settings, recipe: Recipe, abraDir: string, progress: Progress): Promise<RecipeFacts> {
  const from = told(recipe.source);
  const abra = await fetchingAbra(settings, recipe, abraDir, progress);
  requireInCatalogue(recipe, join(abraDir, 'catalogue', 'recipes.json'));
  const folder = join(abraDir, 'recipes', recipe.name);
  let facts: RecipeFacts;
  try {
    facts = await readFacts(await RecipeCheckout.fetch(recipe, { abra, abraDir, underTest: undefined }, progress));
  } catch (error) {
    const missing = ['compose.yml', '.env.sample'].find(file => !existsSync(join(folder, file)));
    // Where the source itself could not be had, nothing can be said of its files.
    throw error instanceof RecipeError && error.code === 'ERR_RECIPE_FILE' && missing !== undefined ? notARecipe(from, `it has no ${missing}`) : error;
  }
  if (facts.services.length === 0) throw notARecipe(from, `${facts.composeFiles.join(', ')} declares no service`);
  return facts;
}

function requireInCatalogue({ name, source }: Recipe, file: string): void {
  if (source.catalogue === undefined || !existsSync(file)) return;
  const known = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object);
  if (known.includes(source.catalogue)) return;
  const near = nearest(source.catalogue, known);
  throw new HarnessError({
    code: 'ERR_RECIPE_UNKNOWN', fault: 'user', message: `The catalogue has no recipe "${source.catalogue}".`,
    wayOut: `${near.length > 0 ? `Did you mean ${near.join(' or ')}?` : known.length <= 12 ? `It has ${known.join(', ')}.` : ''} For one that lies elsewhere use --git <url> or --path <folder>.`.trim(),
    facts: { name, catalogue: source.catalogue },
  });
}

function notARecipe(from: string, why: string): HarnessError {
  return new HarnessError({
    code: 'ERR_NOT_A_RECIPE', fault: 'user', message: `${from} is no Co-op Cloud recipe: ${why}.`,
    wayOut: 'Name the repository of a recipe: compose.yml and .env.sample lie in its top folder, and its services in compose.yml.',
    facts: { from },
  });
}

function told({ catalogue, git, path }: Recipe['source']): string {
  return catalogue === undefined ? withoutCredentials(git ?? path ?? '') : `"${catalogue}" of the catalogue`;
}
