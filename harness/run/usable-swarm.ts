/** Refuses, before anything is deployed, an engine on which a run cannot work. */
import { HarnessError } from '../errors.ts';
import type { Target } from '../settings/target.ts';
import type { Engine } from '../swarm/engine.ts';

/** The engine must manage a swarm of one node: volumes and containers are reached through the engine that runs them. */
export async function requireUsableSwarm(engine: Pick<Engine, 'node'>, target: Pick<Target, 'docker'>): Promise<void> {
  const { manager, nodes } = await engine.node();
  if (!manager) {
    throw new HarnessError({
      code: 'ERR_NO_SWARM', fault: 'environment',
      message: `The engine at ${target.docker} manages no swarm.`,
      wayOut: 'Point target.docker at a swarm manager, or run `docker swarm init` there.',
    });
  }
  if (nodes > 1) {
    throw new HarnessError({
      code: 'ERR_SEVERAL_NODES', fault: 'environment',
      message: `The swarm at ${target.docker} has ${nodes} nodes; the harness works on one.`,
      wayOut: 'Point [target] at a server with a swarm of one node, or use the lab.',
    });
  }
}
