/** Waits until the app is what was deployed: the swarm says so, and the app itself answers its users. */
import { converge, type Converged } from '../swarm/converge.ts';
import type { IdentityExpectation } from '../swarm/identity.ts';
import { untilReady } from './readiness.ts';
import type { Workplace } from './workplace.ts';

export interface Awaited {
  readonly identity: IdentityExpectation;
  /** Names in the compose files. */
  readonly services?: readonly string[];
  /** Engine's clock before the deploy; undefined when nothing was deployed just now. */
  readonly since?: number;
}

export async function untilConverged(place: Workplace, awaited: Awaited): Promise<Converged> {
  const { recipe: { name, deadline }, names, engine, progress } = place;
  return progress.step(`converge ${name}`, () => converge(engine, {
    stack: names.stack,
    ...awaited,
    ...(deadline ? { deadlineSeconds: { value: deadline.converge, reason: deadline.reason } } : {}),
    ready: (signal, services) => untilReady(place, services, signal),
  }, progress));
}
