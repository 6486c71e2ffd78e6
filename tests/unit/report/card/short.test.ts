import { expect, test } from 'vitest';
import { firstLine, short } from '../../../../harness/report/card/short.ts';

test('keeps what fits, and says by an ellipsis that there was more', () => {
  expect(short('matrix-synapse', 14)).toBe('matrix-synapse');
  expect(short('matrix-synapse', 8)).toBe('matrix-…');
  expect(short('two words', 5)).toBe('two…');
  expect(short('x'.repeat(100_000), 10)).toBe(`${'x'.repeat(9)}…`);
});

test('has no line end, control character, or turn of direction', () => {
  expect(short(' a\r\n\tb\u0000\u001b[31mc\u2028d ', 20)).toBe('a b [31mc d');
  expect(short('evil\u202etxt.exe\u2066\u200f\u200b\u00adx', 40)).toBe('eviltxt.exex');
});

test('counts letters as a reader does, and cuts none in two', () => {
  expect(short('👩🏽🚀👩🏽🚀👩🏽🚀', 2)).toBe('👩🏽…');
  expect(short('a\ud83d', 5)).toBe('a\ufffd');
  const stacked = short(`z${'\u0301'.repeat(500)}`, 10);
  expect(stacked.length).toBeLessThanOrEqual(9);
});

test('a message is its first line that is not empty', () => {
  expect(firstLine('\n\nwhat\nand why')).toBe('what');
  expect(firstLine('')).toBe('');
});
