/** What an app is granted by those that it depends on: made once, written down, and used by every deploy and test of the run. */
import { type Grants, readGrants, writeGrants } from '../app/grants.ts';
import type { Context } from '../app/requests.ts';
import { namesOf } from '../app/workplace.ts';
import { loadOverlay } from '../data/load-overlay.ts';
import type { Run } from '../run/run.ts';
import { noteUnderTest } from '../run/under-test.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { Provision } from '../sso/provider.ts';
import { configured } from './configured.ts';
import { provision } from './provision.ts';
import type { Dependency } from './warm.ts';

/** With what only the harness needs to know. */
export interface GrantsOfRun extends Grants {
  readonly provision: Provision | undefined;
  /** One name for each install of what it depends on: another one knows nothing of what the last has granted. */
  readonly instances: Readonly<Record<string, string>>;
}

export async function grant(run: Run, recipe: Recipe, found: ReadonlyMap<string, Dependency>, context: Context): Promise<void> {
  const names = namesOf(run, recipe);
  const versions = [...found].map(([name, { app }]) => [name, app.identity.version ?? app.identity.commit ?? ''] as const);
  if (run.half === 'tests') noteUnderTest(run.folder, recipe.name, { dependencies: Object.fromEntries(versions) });
  const instances = Object.fromEntries([...found].map(([name, { app }]) => [name, app.instance]));
  const known = await readGrants<GrantsOfRun>(run, names.domain);
  if (known && Object.entries(instances).every(([name, instance]) => known.instances[name] === instance)) return;
  const apps = Object.fromEntries([...found].map(([name, { app }]) => [name, app.domain]));
  const provider = recipe.sso && found.get(recipe.sso.provider);
  const made = recipe.sso && provider
    ? await provision(run, { ...recipe, sso: recipe.sso }, { ...names, grants: { apps, sso: undefined, env: {}, secrets: {} } }, provider, context)
    : undefined;
  const more = configured(recipe, await loadOverlay(recipe), { domain: names.domain, hosts: names.hosts, apps, sso: made?.values });
  const grants: GrantsOfRun = { apps, sso: made?.values, ...more, provision: made?.provision, instances };
  await writeGrants(run, names.domain, grants);
}
