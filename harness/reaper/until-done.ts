/** Tries again until nothing is left: the engine may be restarting, the network away, a lock held by one who is about to die. */
import { systemClock, type Clock } from '../http/clock.ts';

/** After this the lease, no longer renewed, hands the work to the next run's janitor. */
export const givesUpAfterMs = 10 * 60_000;

/** @param attempt returns what is left after it */
export async function untilDone(attempt: () => Promise<readonly string[]>, log: (line: string) => void, clock: Clock = systemClock): Promise<void> {
  const start = clock.now();
  for (let round = 0; ; round++) {
    const left = await attempt().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
    if (left.length === 0) return;
    if (clock.now() - start > givesUpAfterMs) throw new Error(`gave up after ${givesUpAfterMs / 60_000} minutes; left: ${left.join('; ')}`);
    log(`left after attempt ${round + 1}: ${left.join('; ')}`);
    await clock.pause(Math.min(500 * 2 ** round, 30_000));
  }
}
