/** Providers that earlier runs have left up on purpose (HARNESS_WARM=1), found again by their ledgers. */
import { liveDependency, type Context } from '../app/requests.ts';
import type { InstalledApp } from '../app/installed-app.ts';
import { secretsOf } from '../app/app-secrets.ts';
import { newestRelease } from '../app/versions.ts';
import { checkoutOf } from '../app/workplace.ts';
import { attachRun } from '../run/open.ts';
import type { Run } from '../run/run.ts';
import { runFolders } from '../run/run-folders.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { ssoProviderNames } from '../sso/provider.ts';
import { troubleOf } from './standing.ts';

/** A dependency, and the run that owns it: this one, or an earlier one. */
export interface Dependency {
  readonly app: InstalledApp;
  readonly owner: Run;
}

/** A healthy one of the newest release, where an earlier run of this user has left it on the same server. */
export async function findWarm(run: Run, recipe: Recipe, context: Context): Promise<Dependency | undefined> {
  // Others hold what runs have put into them.
  if (!ssoProviderNames.some(name => name === recipe.name)) return undefined;
  const newest = await newestRelease(await checkoutOf(run, recipe, context.progress));
  for (const { id, folder, facts } of await runFolders(run.settings.stateFolder)) {
    if (id === run.id || !facts?.settings.keep) continue;
    if (facts.target.docker !== run.target.docker || facts.target.zone !== run.target.zone) continue;
    const owner = (await attachRun(folder)).dependencies();
    const app = await liveDependency(owner, recipe, context);
    if (!app || (await troubleOf(await run.engine(), app.stack)).length > 0) continue;
    if (newest && app.identity.version !== newest.tag && app.identity.commit !== newest.commit) {
      context.progress.note(`the warm ${app.domain} is not ${newest.tag}: not used; \`npm run apps -- rm ${app.domain}\` removes it`);
      continue;
    }
    for (const [name, value] of await secretsOf(owner, app.domain)) run.secrets.register(value, `${recipe.name} secret ${name}`);
    return { app, owner };
  }
  return undefined;
}
