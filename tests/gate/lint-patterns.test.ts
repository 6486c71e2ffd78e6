/**
 * Given every weak pattern, when its examples and its planted specimen are linted as overlays are, then what is weak is found by the
 * rule that is meant, and by it alone, and what was mended by none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { overlayLint } from '../../harness/eslint.ts';
import { exampleFile } from '../../harness/gate/lint/example.ts';
import type { Pattern } from '../../harness/gate/lint/pattern.ts';
import { patterns } from '../../harness/gate/lint/patterns.ts';

const folder = join(import.meta.dirname, 'weak');
const ending = '.specimen.ts';
const linter = new Linter({ configType: 'flat' });
const config = overlayLint();

function found(text: string, filename: string): string[] {
  const messages = linter.verify(text, config, { filename });
  return [...new Set(messages.map(({ ruleId, message, line }) => ruleId ?? `${line}: ${message}`))].sort();
}

function foundInExample(place: Pattern['place'], code: string): string[] {
  const { file, text } = exampleFile(place, code);
  return found(text, file);
}

function foundInSpecimen(name: string): string[] {
  const text = readFileSync(join(folder, `${name}${ending}`), 'utf8');
  return found(text, text.includes('defineOverlay') ? 'overlays/board/overlay.ts' : 'overlays/board/functional/board.spec.ts');
}

test('there are at least forty, each with a name of its own', () => {
  expect(new Set(patterns.map(({ name }) => name)).size).toBe(patterns.length);
  expect(patterns.length).toBeGreaterThanOrEqual(40);
});

test('each has a specimen in the folder of weak tests, and each specimen its pattern', () => {
  const specimens = readdirSync(folder).filter(name => name.endsWith(ending)).map(name => name.slice(0, -ending.length));
  expect(specimens.toSorted()).toEqual(patterns.map(({ name }) => name).toSorted());
});

describe.each(patterns.map(pattern => [pattern.name, pattern] as const))('%s', (name, { place, bad, good, rule, also = [] }) => {
  const meant = [rule, ...also].sort();

  test('the bad example is found by its rule alone', () => {
    expect(foundInExample(place, bad)).toEqual(meant);
  });

  test('the specimen too', () => {
    expect(foundInSpecimen(name)).toEqual(meant);
  });

  test('the good example is found by none', () => {
    expect(foundInExample(place, good)).toEqual([]);
  });
});
