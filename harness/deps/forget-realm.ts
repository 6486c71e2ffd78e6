/** Forgets a realm on a provider that outlives the run which made it: with the credentials that the provider's own run keeps. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as timer } from 'node:timers/promises';
import { secretsOf } from '../app/app-secrets.ts';
import { EnvFile } from '../recipe/env-file.ts';
import { dependenciesAbraDirOf, ledgerOf, readRunFacts, runFolder } from '../run/run-facts.ts';
import type { ForgetRealm } from '../run/undo-realms.ts';
import { ssoProviderNames } from '../sso/provider.ts';
import { asAdministrator } from './administrator.ts';

/** Whoever asked for the realm may have died over it, and the provider still be making it; the longest took under two seconds. */
const requestsFinishMs = 3_000;

export const forgetRealm: ForgetRealm = async ({ realm, provider: domain, owner }, { stateFolder }) => {
  const folder = runFolder(stateFolder, owner);
  // Its run over, the provider is gone with it, and the realm with the provider.
  if (!existsSync(join(folder, 'run.json'))) return;
  const record = ledgerOf(folder).view().apps.get(domain);
  const name = ssoProviderNames.find(each => each === record?.recipe);
  if (!record || record.state === 'gone' || name === undefined) return;
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
};
