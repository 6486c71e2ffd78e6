/** What many runs in a row came to, also where Ctrl-C ended them. */
import { expect, test } from 'vitest';
import { inShort } from '../../../scripts/in-a-row.mjs';

test('given all runs were made, it says how many were green and how long they took', () => {
  expect(inShort('ghost', 3, [30, 10, 20], 1)).toBe('ghost: 2 of 3 runs green, each leaving nothing; seconds: least 10.0, median 20.0, most 30.0');
});

test('given an interruption, it counts the runs that were made, and says that more were asked for', () => {
  expect(inShort('ghost', 30, [10, 20], 0)).toMatch(/^ghost: 2 of 2 runs green, each leaving nothing, interrupted: 30 were asked for; seconds: least 10.0/);
});

test('given an interruption before the first run was made, it says so', () => {
  expect(inShort('ghost', 30, [], 0)).toBe('ghost: no run, interrupted: 30 were asked for');
});
