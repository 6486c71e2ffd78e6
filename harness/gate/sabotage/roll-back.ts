/** Has swarm roll a stack back, as it does by itself when a new task fails. */
import type { Engine } from '../../swarm/engine.ts';

/** Every service that an update has changed goes back to what it was; one that was not changed has nothing to go back to. */
export async function rollBack(engine: Engine, stack: string): Promise<void> {
  for (const { id, fullName } of await engine.services(stack)) {
    await engine.ask(`roll ${fullName} back`, async () => {
      const service = engine.docker.getService(id);
      const { Spec, PreviousSpec, Version } = await service.inspect() as { Spec: object; PreviousSpec?: object; Version: { Index: number } };
      if (PreviousSpec === undefined) return;
      await service.update({ _query: { version: Version.Index, rollback: 'previous' }, _body: Spec });
    });
  }
}
