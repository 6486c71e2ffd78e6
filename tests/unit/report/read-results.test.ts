/** Results are read by their schema or not at all. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readResults } from '../../../harness/report/read-results.ts';
import { sampleResults } from './sample-results.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rh-read-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const file = path.join(folder, 'results.json');
  writeFileSync(file, text);
  return file;
}

test('what a run has written is read as it was', () => {
  expect(readResults(written(JSON.stringify(sampleResults())))).toEqual({ results: sampleResults() });
});

test.each<[string, string, RegExp]>([
  ['an older schema', JSON.stringify({ ...sampleResults(), schema: 1 }), /schema 1/],
  ['no schema', '[]', /schema unknown/],
  ['half a file', JSON.stringify(sampleResults()).slice(0, 200), /no JSON/],
  ['a level that there is not', JSON.stringify({ ...sampleResults(), level: { level: 8, rungs: [], heldBy: null } }), /level/],
  ['a number for a name', JSON.stringify({ ...sampleResults(), recipe: 4 }), /recipe/],
  ['a key that nobody knows', JSON.stringify({ ...sampleResults(), __proto: 1 }), /__proto/],
])('%s says nothing', (_what, text, reason) => {
  expect(readResults(written(text))).toEqual({ unreadable: expect.stringMatching(reason) });
});

test('neither does a file that is not there, or that no run has written', () => {
  expect(readResults(path.join(folder, 'none.json'))).toEqual({ unreadable: expect.stringContaining('ENOENT') });
  const file = written('');
  truncateSync(file, 40 * 2 ** 20);
  expect(readResults(file)).toEqual({ unreadable: expect.stringContaining('bytes') });
});
