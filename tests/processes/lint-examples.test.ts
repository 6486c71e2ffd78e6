/** Given the examples that docs show, when they are linted, then the bad one is found by its rule alone, and the good one by none. */
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { overlayLint } from '../../harness/eslint.ts';
import { exampleFile } from '../../harness/gate/lint/example.ts';
import { patterns } from '../../harness/gate/lint/patterns.ts';
import type { Pattern } from '../../harness/gate/lint/pattern.ts';

const linter = new Linter({ configType: 'flat' });
const config = overlayLint();

function found(place: Pattern['place'], code: string): (string | null)[] {
  const { file, text } = exampleFile(place, code);
  return linter.verify(text, config, { filename: file }).map(({ ruleId, message, line }) => ruleId ?? `${line}: ${message}`);
}

test('there are at least forty weak patterns, each with a name of its own', () => {
  expect(patterns.length).toBeGreaterThanOrEqual(40);
  expect(new Set(patterns.map(({ name }) => name)).size).toBe(patterns.length);
});

describe.each(patterns.map(pattern => [pattern.name, pattern] as const))('%s', (_name, { place, bad, good, rule, also = [] }) => {
  test(`is found by ${rule}`, () => {
    expect([...new Set(found(place, bad))].sort()).toEqual([rule, ...also].sort());
  });

  test('is not found where it was mended', () => {
    expect(found(place, good)).toEqual([]);
  });
});
