/** Shortens an undeploy by another's hand: the stack's containers go by force at the moment its first service is removed. */
import type { Engine } from './engine.ts';
import { isUnreachable, refusedWith } from './errors.ts';

/**
 * An agent that is told to remove a task sleeps for two seconds before it stops the container, unless it has seen that end by itself; and
 * swarm hands the order on a tenth of a second after it was given. So what runs `undeploy` has to be overtaken, not followed.
 */
export async function endingContainers<T>(engine: Engine, stack: string, undeploy: () => Promise<T>): Promise<T> {
  const end = new AbortController();
  const containers = await engine.containers(stack);
  const names = new Set(containers.map(({ service }) => `${stack}_${service ?? ''}`));
  let listening: Promise<void> | undefined;
  await new Promise<void>(subscribed => {
    listening = (async () => {
      for await (const event of engine.events(end.signal)) {
        if (event.kind === 'resync') subscribed();
        if (event.type !== 'service' || event.action !== 'remove' || !names.has(event.attributes['name'] ?? '')) continue;
        // All at once: the tenth of a second runs for the other services as well.
        await Promise.all(containers.map(({ id }) => removeByForce(engine, id)));
        return;
      }
    // Without events the undeploy is merely slower.
    })().catch(() => undefined).finally(subscribed);
  });
  try {
    return await undeploy();
  } finally {
    end.abort();
    await listening;
  }
}

async function removeByForce(engine: Engine, id: string): Promise<void> {
  try {
    await engine.ask('remove a container', () => engine.docker.getContainer(id).remove({ force: true, v: true }));
  } catch (error) {
    if (isUnreachable(error) || refusedWith(error) === undefined) throw error;
  }
}
