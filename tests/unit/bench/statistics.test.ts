/** Given rows of numbers, when the bench sums them up, then middle and ends are those that were measured. */
import { expect, test } from 'vitest';
import { median, quantile, ratios, secondsOf, spread } from '../../../bench/statistics.ts';

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 6])).toBe(5.5);
  expect(median([7])).toBe(7);
});

test('a quantile is a value that was measured', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect(quantile(values, 0.5)).toBe(10);
  expect(quantile(values, 0.95)).toBe(19);
  expect(quantile(values, 1)).toBe(20);
  expect(quantile(values, 0)).toBe(1);
});

test('numbers are compared as numbers, and left in their order', () => {
  const values = [10, 9, 100];
  expect(median(values)).toBe(10);
  expect(values).toEqual([10, 9, 100]);
});

test('nothing measured is an error, not a zero', () => {
  expect(() => median([])).toThrow('nothing was measured');
  expect(() => quantile([], 0.5)).toThrow('nothing was measured');
});

test('ratios are taken pair by pair', () => {
  expect(ratios([[3, 2], [10, 10]])).toEqual([1.5, 1]);
});

test('a spread tells the median and both ends', () => {
  expect(spread([4, 2, 3])).toBe('3.00 (2.00–4.00)');
  expect(spread([4.4, 2, 3], 0)).toBe('3 (2–4)');
  expect(secondsOf([1500, 1250, 2000])).toBe('1.50 (1.25–2.00)');
});
