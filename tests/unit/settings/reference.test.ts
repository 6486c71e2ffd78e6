import { expect, test } from 'vitest';
import { drifted, referenceFiles } from '../../../scripts/generate-docs.ts';

test('docs/reference says what the schemas say: run `npm run docs` when it does not', () => {
  expect(drifted()).toEqual([]);
});

test('every key of the settings and of a recipe file has a meaning', () => {
  for (const name of ['settings.md', 'recipe.md']) {
    const rows = referenceFiles()[name]?.split('\n').filter(line => line.startsWith('| `')) ?? [];
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(line => / \|  \|$/.test(line))).toEqual([]);
  }
});
