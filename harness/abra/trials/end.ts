/** Trials of the end of an app: what undeploy, `volume rm` and remove leave. */
import { silent } from '../../progress.ts';
import type { Engine } from '../../swarm/engine.ts';
import { leftovers, type LeftoverKind } from '../../swarm/leftovers.ts';
import { purgeStack } from '../../swarm/purge.ts';
import { lastLine } from './findings.ts';
import type { Stage } from './stage.ts';

export async function tryEnd(stage: Stage, engine: Engine): Promise<void> {
  const { findings, domain, stack } = stage;
  const left = async (...kinds: LeftoverKind[]) => (await leftovers(engine, stack)).filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  findings.refusal('stillDeployed', await stage.run('app', 'remove', domain));
  const before = await left('volume', 'secret');
  await stage.run('app', 'undeploy', domain);
  await purgeStack(engine, stack, { volumes: false, secrets: false, configs: true }, silent);
  const kept = await left('volume', 'secret');
  const env = await stage.env().then(() => true, () => false);
  findings.judge('habits.undeployKeeps', before.length > 0 && before.every(name => kept.includes(name)) && env, `before: ${before.join(', ')}; after: ${kept.join(', ')}; .env kept: ${String(env)}`);
  findings.refusal('notDeployed', await stage.run('app', 'undeploy', domain));

  const rm = await stage.run('app', 'volume', 'rm', domain, '--force');
  const volumes = await left('volume');
  findings.judge('habits.volumeRm', rm.exitCode === 0 && volumes.length === 0, `status ${rm.exitCode}; volumes left: ${volumes.join(', ') || 'none'}`);

  // One more volume and the secrets, for `remove` to take.
  await engine.ask('make a volume', () => engine.docker.createVolume({ Name: `${stack}_fact`, Labels: { 'com.docker.stack.namespace': stack } }));
  const removed = await stage.run('app', 'remove', domain);
  const rest = await left('volume', 'secret');
  const gone = await stage.env().then(() => false, () => true);
  findings.judge('habits.removeTakesAll', removed.exitCode === 0 && rest.length === 0 && gone, `status ${removed.exitCode} (${lastLine(removed.output)}); left: ${rest.join(', ') || 'nothing'}; .env gone: ${String(gone)}`);
}
