/** Which versions a run deals with: the head under test, and the release before it. */
import { HarnessError } from '../errors.ts';
import type { RecipeCheckout } from '../recipe/checkout.ts';
import type { Release } from '../recipe/release.ts';
import type { Run } from '../run/run.ts';
import { noteUnderTest } from '../run/under-test.ts';
import type { Recipe } from '../settings/recipe-schema.ts';

export type Version = 'head' | Release;

/** The release that the head is upgraded from, and why that one; `--base` and `upgrade.from` come before the newest below. */
export async function previousRelease(run: Run, recipe: Recipe, checkout: RecipeCheckout): Promise<{ release: Release; reason: string } | undefined> {
  const from = run.settings.base ?? recipe.upgrade.from;
  const found = await checkout.previousRelease(from === undefined ? {} : { from });
  if (found) noteUnderTest(run.folder, recipe.name, { base: found.release.tag });
  return found;
}

/** The release to install before the head. */
export async function requirePrevious({ run, recipe, checkout }: { run: Run; recipe: Recipe; checkout: RecipeCheckout }): Promise<Release> {
  const previous = await previousRelease(run, recipe, checkout);
  if (previous) return asDeployed(previous.release, checkout);
  throw new HarnessError({
    code: 'ERR_NO_PREVIOUS_RELEASE', fault: 'recipe',
    message: `${recipe.name} has no release below the version under test: there is nothing to upgrade from.`,
    wayOut: 'Name one with HARNESS_BASE, or with `upgrade.from` in the recipe file.',
  });
}

/** The newest release; undefined where there is none. */
export async function newestRelease(checkout: RecipeCheckout): Promise<Release | undefined> {
  const newest = (await checkout.releases()).at(-1);
  return newest && asDeployed(newest, checkout);
}

/** As if lightweight where any tag is: abra then deploys none of them plainly. */
async function asDeployed(release: Release, checkout: RecipeCheckout): Promise<Release> {
  return { ...release, annotated: await checkout.hasOnlyAnnotatedTags() };
}
