/** Tries again what met a lock: one repository serves all apps of a server, and forgetting a neighbour's snapshots locks it for a moment. */
import { setTimeout as timer } from 'node:timers/promises';
import { AbraError } from './abra-error.ts';
import { texts } from './facts.ts';

const tries = 20;
const betweenMs = 1_000;

/** Runs `act` until it meets no lock; restic refuses before it has saved or restored anything. The last refusal is thrown. */
export async function unlocked<T>(act: () => Promise<T>, pause: (ms: number) => Promise<unknown> = ms => timer(ms)): Promise<T> {
  for (let left = tries - 1; ; left--) {
    try {
      return await act();
    } catch (error) {
      if (left === 0 || !(error instanceof AbraError) || !texts.repositoryLocked.pattern.test(error.tail)) throw error;
      await pause(betweenMs);
    }
  }
}
