/** Given a build that may be cancelled at any moment, when it is, then that is told once, and only while nothing better can be. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { soonAfter, whenCancelled } from '../../../harness/pipeline/cancelled.ts';

let cancel: AbortController;
let told: number;
beforeEach(() => {
  cancel = new AbortController();
  told = 0;
});
afterEach(() => vi.useRealTimers());

const watched = (): ReturnType<typeof whenCancelled> => whenCancelled(cancel.signal, async () => {
  await Promise.resolve();
  told++;
});

test('while tests run: told once, and waited for', async () => {
  const watch = watched();
  cancel.abort('SIGTERM');
  expect(await watch.stop()).toBe(true);
  expect(told).toBe(1);
});

test('before anything began: the same', async () => {
  cancel.abort('SIGTERM');
  expect(await watched().stop()).toBe(true);
  expect(told).toBe(1);
});

test('once the results are there: they are told instead', async () => {
  const watch = watched();
  expect(await watch.stop()).toBe(false);
  cancel.abort('SIGTERM');
  expect(await watch.stop()).toBe(false);
  expect(told).toBe(0);
});

test('results are told for some seconds more', () => {
  vi.useFakeTimers();
  const signal = soonAfter(cancel.signal, 5_000);
  vi.advanceTimersByTime(60_000);
  expect(signal.aborted).toBe(false);
  cancel.abort('SIGTERM');
  vi.advanceTimersByTime(4_999);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.aborted).toBe(true);
});
