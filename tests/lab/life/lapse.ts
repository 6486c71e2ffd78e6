/** Lets a lease run out at once, as if its run had been dead for two minutes. */
import { expect } from '@playwright/test';
import { claimLease, findLease, leaseSeconds } from '../../../harness/run/lease.ts';
import type { Engine } from '../../../harness/swarm/engine.ts';

export async function lapse(engine: Engine, run: string): Promise<void> {
  const clock = { docker: engine.docker, ask: engine.ask.bind(engine), now: () => engine.now() - 2 * leaseSeconds * 1_000 };
  const found = await findLease(engine, run);
  expect(found && await claimLease(clock, found), `the lease of run ${run} is nobody's any more`).toBe(true);
}
