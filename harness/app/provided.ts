/** What a version insists on and only a person can give: looked for in its `.env.sample`, before abra makes anything. */
import type { ComposeObject } from '../recipe/compose.ts';
import type { RecipeCheckout } from '../recipe/checkout.ts';
import type { EnvFile } from '../recipe/env-file.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { type RunNames, writeInstallEnv } from './app-env.ts';
import { withManual } from './app-secrets.ts';
import { requireGiven } from './given-secrets.ts';

/** What the .env of the version that is checked out will be, as far as the recipe file tells before there is an app. */
export async function sampleEnv(recipe: Recipe, names: RunNames, checkout: RecipeCheckout): Promise<EnvFile> {
  const env = await checkout.envSample();
  env.set('DOMAIN', names.domain);
  writeInstallEnv(env, recipe, names);
  return env;
}

/**
 * Refuses the version that is checked out where a variable or a secret has no value.
 *
 * @returns the secrets that it uses
 */
export async function requireProvided(recipe: Recipe, names: RunNames, checkout: RecipeCheckout): Promise<ComposeObject[]> {
  const env = await sampleEnv(recipe, names, checkout);
  const secrets = checkout.secrets(env);
  requireGiven(recipe, withManual(secrets, env), names.grants?.secrets);
  return secrets;
}
