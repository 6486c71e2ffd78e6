/** Given an engine's clock, when its answer is slow, then the slowness is not taken for a difference of clocks. */
import { expect, test } from 'vitest';
import { clockOffset } from '../../../harness/swarm/connection.ts';

test('an engine on this machine has this machine\'s clock, however long its answer takes', () => {
  expect(clockOffset(1_000_010, 1_000_000, 1_001_000)).toBe(0);
  expect(clockOffset(1_000_990, 1_000_000, 1_001_000)).toBe(0);
});

test('a clock that is ahead by more than the way explains is ahead', () => {
  expect(clockOffset(1_005_050, 1_000_000, 1_000_100)).toBe(5_000);
  expect(clockOffset(995_050, 1_000_000, 1_000_100)).toBe(-5_000);
});
