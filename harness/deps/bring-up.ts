/** Brings up what an app depends on, before its only deploy, and grants it what it needs to use it. */
import { type Grants, readGrants, writeGrants } from '../app/grants.ts';
import { type Context, requestApp } from '../app/requests.ts';
import { namesOf } from '../app/workplace.ts';
import { loadOverlay } from '../data/load-overlay.ts';
import type { Run } from '../run/run.ts';
import { noteUnderTest } from '../run/under-test.ts';
import { loadRecipe } from '../settings/recipes.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { Provision } from '../sso/provider.ts';
import { configured } from './configured.ts';
import { directDependencies } from './graph.ts';
import { provision } from './provision.ts';
import { requireStanding } from './standing.ts';
import { type Dependency, findWarm } from './warm.ts';

/** What an app was granted, with what only the harness needs to know of it. */
export interface GrantsOfRun extends Grants {
  readonly provision: Provision | undefined;
  /** One name for each install of what it depends on: another one knows nothing of what the last has granted. */
  readonly instances: Readonly<Record<string, string>>;
}

/**
 * The apps that this one depends on, running, by their recipes; its grants are written down. Quick where all is there already.
 *
 * @throws DependencyDownError where one of them was deployed by this run and does not run any more
 */
export async function bringUpDependencies(run: Run, recipe: Recipe, context: Context): Promise<ReadonlyMap<string, Dependency>> {
  const found = new Map<string, Dependency>();
  for (const { name } of directDependencies(recipe)) found.set(name, await bringUp(run, loadRecipe(run.settings, name), recipe.name, context));
  if (found.size > 0) await grant(run, recipe, found, context);
  return found;
}

async function bringUp(run: Run, recipe: Recipe, dependent: string, context: Context): Promise<Dependency> {
  const owner = run.dependencies();
  await bringUpDependencies(owner, recipe, context);
  const warm = run.settings.warm ? await findWarm(owner, recipe, context) : undefined;
  const dependency = warm ?? { owner, app: await requestApp(owner, recipe, 'dependency', context) };
  await requireStanding(dependency.app, dependent);
  return dependency;
}

async function grant(run: Run, recipe: Recipe, found: ReadonlyMap<string, Dependency>, context: Context): Promise<void> {
  const names = namesOf(run, recipe);
  const instances = Object.fromEntries([...found].map(([name, { app }]) => [name, app.instance]));
  const known = await readGrants<GrantsOfRun>(run, names.domain);
  if (known && Object.entries(instances).every(([name, instance]) => known.instances[name] === instance)) return;
  const apps = Object.fromEntries([...found].map(([name, { app }]) => [name, app.domain]));
  const provider = recipe.sso && found.get(recipe.sso.provider);
  const made = recipe.sso && provider
    ? await provision(run, { ...recipe, sso: recipe.sso }, { ...names, grants: { apps, sso: undefined, env: {}, secrets: {} } }, provider, context)
    : undefined;
  const overlay = await loadOverlay(recipe);
  const more = configured(recipe, overlay, { domain: names.domain, hosts: names.hosts, apps, sso: made?.values });
  const versions = [...found].map(([name, { app }]) => [name, app.identity.version ?? app.identity.commit ?? ''] as const);
  noteUnderTest(run.folder, recipe.name, { dependencies: Object.fromEntries(versions) });
  const grants: GrantsOfRun = { apps, sso: made?.values, ...more, provision: made?.provision, instances };
  await writeGrants(run, names.domain, grants);
}
