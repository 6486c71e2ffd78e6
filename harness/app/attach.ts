/** Takes up an app that is deployed: what the ledger says of it, what its files say, and whether the swarm agrees. */
import type { AppRecord } from '../run/ledger-view.ts';
import { matchIdentity } from '../swarm/identity.ts';
import { secretsOf } from './app-secrets.ts';
import { InstalledApp } from './installed-app.ts';
import { readEnv, type Workplace } from './workplace.ts';

export async function attach(place: Workplace, record: AppRecord): Promise<InstalledApp> {
  const env = readEnv(place);
  return new InstalledApp({
    record, recipe: place.recipe, engine: place.engine, zone: place.run.target.zone,
    identity: record.identity ?? {},
    env: new Map(env.keys().map(key => [key, env.get(key) ?? ''])),
    secrets: await secretsOf(place.run, record.domain),
  });
}

/** False when the swarm no longer has what the ledger says: somebody removed it, or another version runs. */
export async function isStillThere({ engine, progress }: Workplace, record: AppRecord): Promise<boolean> {
  const { commit, version } = record.identity ?? {};
  if (commit === undefined && version === undefined) return false;
  const services = await engine.services(record.stack);
  const match = matchIdentity(record.stack, services, commit === undefined ? { version: version ?? '' } : { commit });
  if (!match.matches) progress.note(`${record.domain} is not what this run left: ${services.length === 0 ? 'its stack is gone' : match.says}`);
  return match.matches;
}
