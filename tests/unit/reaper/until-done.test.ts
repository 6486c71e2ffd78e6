/** The reaper's patience: tries again until nothing is left, ever more slowly, and gives up at last. */
import { expect, test } from 'vitest';
import type { Clock } from '../../../harness/http/clock.ts';
import { givesUpAfterMs, untilDone } from '../../../harness/reaper/until-done.ts';

function windable(): Clock & { pauses: number[] } {
  let now = 0;
  const pauses: number[] = [];
  return { pauses, now: () => now, pause: async ms => { pauses.push(ms); now += ms; } };
}

test('what is done at once is not waited for', async () => {
  const clock = windable();
  await untilDone(async () => [], () => undefined, clock);
  expect(clock.pauses).toEqual([]);
});

test('what is left, and what failed, is tried again and told', async () => {
  const clock = windable();
  const told: string[] = [];
  const outcomes = [() => ['volume data'], () => { throw new Error('the engine does not answer'); }, () => []];
  await untilDone(async () => outcomes.shift()?.() ?? [], line => told.push(line), clock);
  expect(told).toEqual(['left after attempt 1: volume data', 'left after attempt 2: the engine does not answer']);
  expect(clock.pauses).toEqual([500, 1_000]);
});

test('pauses grow to half a minute, and end with an error that names what is left', async () => {
  const clock = windable();
  await expect(untilDone(async () => ['volume data'], () => undefined, clock)).rejects.toThrow('left: volume data');
  expect(Math.max(...clock.pauses)).toBe(30_000);
  const waited = clock.pauses.reduce((sum, pause) => sum + pause, 0);
  expect(waited).toBeGreaterThan(givesUpAfterMs);
  expect(waited).toBeLessThan(givesUpAfterMs + 31_000);
});
