/** Deploys the head under test over the running previous release, as an operator would. */
import type { Identity } from '../run/records.ts';
import { writeUpgradeEnv } from './app-env.ts';
import { makeSecrets } from './app-secrets.ts';
import { deploy } from './install.ts';
import { readEnv, type Workplace } from './workplace.ts';

export async function upgrade(place: Workplace): Promise<Identity> {
  const { recipe, names, progress, checkout } = place;
  await checkout.checkoutHead();
  const env = readEnv(place);
  const added = env.mergeNewKeysFrom(await checkout.envSample());
  if (added.length > 0) progress.note(`new in .env.sample: ${added.join(', ')}`);
  writeUpgradeEnv(env, recipe, names);
  env.write();
  await makeSecrets(place, env);
  await pruneDropped(place, checkout.serviceNames(env));
  return deploy(place, 'head', env, 'upgrade');
}

/** A deploy leaves services running that the new version no longer has; an operator would remove them by hand. */
async function pruneDropped({ engine, names, progress }: Workplace, expected: readonly string[]): Promise<void> {
  for (const service of await engine.services(names.stack)) {
    if (expected.includes(service.name)) continue;
    progress.note(`service ${service.name} is dropped by the version under test: removed`);
    await engine.ask(`remove the service ${service.fullName}`, () => engine.docker.getService(service.id).remove());
  }
}
