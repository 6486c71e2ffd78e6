/** The disaster: stack and volumes gone, .env and secrets kept, the same version deployed from nothing. */
import type { AppRecord } from '../run/ledger-view.ts';
import type { Identity } from '../run/records.ts';
import { purgeStack } from '../swarm/purge.ts';
import { deploy, moveTo } from './install.ts';
import { requirePrevious, type Version } from './versions.ts';
import { readEnv, type Workplace } from './workplace.ts';

export async function redeploy(place: Workplace, record: Pick<AppRecord, 'atHead'>): Promise<Identity> {
  const { run, names, engine, progress } = place;
  await run.abra().app.undeploy(names.domain, {}, progress);
  await progress.step('lose every volume', () => purgeStack(engine, names.stack, { volumes: true, secrets: false, configs: true }, progress));
  const version: Version = record.atHead ? 'head' : await requirePrevious(place);
  await moveTo(place, version);
  return deploy(place, version, readEnv(place), 'disaster');
}
