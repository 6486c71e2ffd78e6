/** The end of a run: whatever is still deployed is removed, the lease given back, the reaper dismissed. */
import type { Progress } from '../progress.ts';
import type { Run } from './open.ts';

export interface EndReport {
  /** Domains removed by this end. */
  readonly removed: readonly string[];
  /** Domains left up on purpose. */
  readonly kept: readonly string[];
  /** Everything that could not be removed, each by its name. */
  readonly leftovers: readonly string[];
}

export function endRun(run: Run, progress: Progress): Promise<EndReport> {
  return Promise.reject(new Error(`not built: ${run.id} ${typeof progress}`));
}
