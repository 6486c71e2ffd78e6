/** Time as waits see it, so that tests can wind it. */
import { setTimeout as timer } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  pause: (ms, signal) => timer(ms, undefined, signal ? { signal } : {}),
};
