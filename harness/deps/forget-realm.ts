/** Forgets a realm on a provider that outlives the run which made it: with the credentials that the provider's own run keeps. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as timer } from 'node:timers/promises';
import { HarnessError } from '../errors.ts';
import { findLease } from '../run/lease.ts';
import { stackName } from '../run/naming.ts';
import type { Realm } from '../run/records.ts';
import { dependenciesAbraDirOf, ledgerOf, readRunFacts, runFolder } from '../run/run-facts.ts';
import type { ForgetRealm } from '../run/undo-realms.ts';

/** Whoever asked for the realm may have died over it, and the provider still be making it; the longest took under two seconds. */
const requestsFinishMs = 3_000;

export const forgetRealm: ForgetRealm = async (made, { stateFolder, engine }) => {
  // A provider that is gone has taken its realms along.
  if ((await engine.services(stackName(made.provider))).length === 0) return;
  const folder = runFolder(stateFolder, made.owner);
  if (!existsSync(join(folder, 'run.json'))) {
    if (await findLease(engine, made.owner)) throw keptElsewhere(made);
    return;
  }
  const record = ledgerOf(folder).view().apps.get(made.provider);
  if (!record || record.state === 'gone') return;
  await forgetOn(folder, record.recipe, made);
};

async function forgetOn(folder: string, recipe: string, { realm, provider: domain }: Realm): Promise<void> {
  // Brought when there is a realm: every reaper loads this file, and most have none.
  const [{ secretsOf }, { EnvFile }, { ssoProviderNames }, { asAdministrator }] = await Promise.all([
    import('../app/app-secrets.ts'), import('../recipe/env-file.ts'), import('../sso/provider.ts'), import('./administrator.ts'),
  ]);
  const name = ssoProviderNames.find(each => each === recipe);
  if (name === undefined) return;
  const { target } = readRunFacts(folder);
  const env = EnvFile.read(join(dependenciesAbraDirOf(folder), 'servers', target.server, `${domain}.env`));
  const provider = asAdministrator(name, { domain, target, env, secrets: await secretsOf({ folder }, domain) });
  try {
    const there = (await provider.realms()).includes(realm);
    await provider.forget(realm);
    if (there) return;
    await timer(requestsFinishMs);
    await provider.forget(realm);
  } finally {
    await provider.close();
  }
}

function keptElsewhere({ realm, provider, owner }: Realm): HarnessError {
  return new HarnessError({
    code: 'ERR_REALM_KEPT_ELSEWHERE', fault: 'environment',
    message: `The realm ${realm} is on ${provider}, which run ${owner} keeps warm from another machine or state folder; its credentials are there.`,
    wayOut: 'The next run from there removes it, and so does the end of that provider.', facts: { realm, provider, owner },
  });
}
