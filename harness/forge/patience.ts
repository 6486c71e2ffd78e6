/** What a forge cannot do now it may do in a moment: asked again a few times, and no longer than a build may wait. */
import { setTimeout as pause } from 'node:timers/promises';
import { ForgeError } from './forge-error.ts';

export interface Patience {
  /** Waits before the second try, the third and so on; where the forge names a longer time, that. */
  readonly pausesMs: readonly number[];
  /** A forge that asks for more than this is not waited for. */
  readonly longestMs: number;
  readonly signal: AbortSignal;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** @param body must do no harm when it is done twice, also where the first time has gone well unseen */
export async function patiently<T>({ pausesMs, longestMs, signal, sleep = pauseUntil }: Patience, body: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await body();
    } catch (error) {
      if (!(error instanceof ForgeError) || error.again === undefined || signal.aborted) throw error;
      const wait = Math.max(pauseMs, error.again.afterMs ?? 0);
      if (wait > longestMs) throw error;
      await sleep(wait, signal);
      if (signal.aborted) throw error;
    }
  }
  return body();
}

function pauseUntil(ms: number, signal: AbortSignal): Promise<unknown> {
  return pause(ms, undefined, { signal }).catch(() => undefined);
}
