/** Every port of the server that a version under test publishes, head or previous release: known from the compose files, before anything is deployed. */
import { writeUpgradeEnv } from '../../app/app-env.ts';
import { sampleEnv } from '../../app/provided.ts';
import { previousReleaseOf } from '../../app/requests.ts';
import { checkoutOf, namesOf } from '../../app/workplace.ts';
import { loadOverlay } from '../../data/load-overlay.ts';
import { madeUpGrants } from '../../deps/made-up-grants.ts';
import type { Progress } from '../../progress.ts';
import type { Published } from '../../recipe/ports.ts';
import type { Run } from '../../run/run.ts';
import type { Recipe } from '../../settings/recipe-schema.ts';

export async function portsOfRecipe(run: Run, recipe: Recipe, progress: Progress): Promise<Published[]> {
  const checkout = await checkoutOf(run, recipe, progress);
  const plain = namesOf(run, recipe);
  const names = { ...plain, grants: madeUpGrants(recipe, await loadOverlay(recipe), plain) };
  const env = await sampleEnv(recipe, names, checkout);
  const found = checkout.compose(env).publishedPorts();
  writeUpgradeEnv(env, recipe, names);
  found.push(...checkout.compose(env).publishedPorts());
  const previous = await previousReleaseOf(run, recipe, { slot: 0, progress });
  if (previous) {
    await checkout.checkoutRelease(previous.tag);
    try {
      found.push(...checkout.compose(await sampleEnv(recipe, names, checkout)).publishedPorts());
    } finally {
      await checkout.checkoutHead();
    }
  }
  return [...new Map(found.map(each => [`${each.port}/${each.protocol}`, each])).values()];
}
