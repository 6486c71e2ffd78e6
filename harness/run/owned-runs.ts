/** The runs that this process owns: the lock that says so, and the reaper that it holds by its life line. */
import type { Lock } from './lock.ts';
import { type Reaper, startReaper } from './reaper-process.ts';

interface Owned {
  readonly lock: Lock;
  reaper: Reaper | undefined;
}

const owned = new Map<string, Owned>();

/** Starts the reaper of a run whose lock this process has; one that is killed is replaced for as long as the run is owned. */
export async function ownRun(folder: string, lock: Lock): Promise<Reaper> {
  const run: Owned = owned.get(folder) ?? { lock, reaper: undefined };
  owned.set(folder, run);
  run.reaper = await startReaper(folder, () => {
    // It ends only when it is told to. Killed, it has left the lease without anybody to renew it.
    if (owned.get(folder) === run && run.reaper) void ownRun(folder, lock).catch(() => undefined);
  });
  return run.reaper;
}

/** Gives the run out of this process's hands; undefined when it was not in them. */
export function disownRun(folder: string): Owned | undefined {
  const run = owned.get(folder);
  owned.delete(folder);
  return run;
}
