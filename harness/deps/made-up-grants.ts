/** Grants before there are any: with them the files of the project are checked as a run will read them. */
import { type Grants, ssoKeys, type SsoValues } from '../app/grants.ts';
import type { RunNames } from '../app/app-env.ts';
import type { Overlay } from '../data/overlay.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { configured } from './configured.ts';
import { directDependencies } from './graph.ts';

/** Undefined for a recipe that depends on nothing. */
export function madeUpGrants(recipe: Recipe, overlay: Overlay<unknown> | undefined, { domain, hosts }: RunNames): Grants | undefined {
  const named = directDependencies(recipe);
  if (named.length === 0) return undefined;
  const apps = Object.fromEntries(named.map(({ name }) => [name, `${name}.test`]));
  const sso = recipe.sso && madeUpSso(recipe.sso.provider);
  return { apps, sso, ...configured(recipe, overlay, { domain, hosts, apps, sso }) };
}

function madeUpSso(provider: string): SsoValues {
  return Object.fromEntries(ssoKeys.map(key => [key, `https://${provider}.test/${key}`])) as SsoValues;
}
