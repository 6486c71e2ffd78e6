/** Results are read by their schema or not at all. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readResults } from '../../../harness/report/read-results.ts';
import { resultsSchema } from '../../../harness/report/results-schema.ts';
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
  ['a field of another type, beside one that nobody knows', JSON.stringify({ ...sampleResults(), added: 1, durationMs: 'long' }), /durationMs/],
  ['a field of another type in a list', JSON.stringify({ ...sampleResults(), tests: [{ ...sampleResults().tests[0], added: 1, status: 'well' }] }), /tests.0.status/],
  ['a field that is missing', JSON.stringify({ ...sampleResults(), disk: undefined }), /disk/],
])('%s says nothing', (_what, text, reason) => {
  expect(readResults(written(text))).toEqual({ unreadable: expect.stringMatching(reason) });
});

describe('results of a later version', () => {
  test('are read as far as they are known: fields may be added without another schema', () => {
    const [first, ...others] = sampleResults().tests;
    const later = { ...sampleResults(), added: { deep: [1] }, tests: [{ ...first, added: true }, ...others], versions: { ...sampleResults().versions, docker: '29' } };
    expect(readResults(written(JSON.stringify(later)))).toEqual({ results: sampleResults() });
  });

  test('fit the published schema too', () => {
    expect(JSON.stringify(z.toJSONSchema(resultsSchema, { io: 'input' }))).not.toContain('"additionalProperties":false');
  });

  test('tell nothing by a name that means harm', () => {
    const hostile = '"__proto__":{"partial":true,"polluted":1},"constructor":{"prototype":{"polluted":1}}';
    const text = JSON.stringify(sampleResults({ memory: { peak: 1, services: { app: 1 } } })).replace(/^\{/, `{${hostile},`).replace('"services":{', `"services":{"__proto__":7,`).replace('"title":', `${hostile},"title":`);
    const read = readResults(written(text));
    expect(read).toEqual({ results: sampleResults({ memory: { peak: 1, services: { app: 1 } } }) });
    expect('results' in read && Object.getPrototypeOf(read.results.tests[0])).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

test('what an earlier version has not written yet may be missing', () => {
  const { levelUnknown: _levelUnknown, ...earlier } = sampleResults({ levelUnknown: null });
  expect(readResults(written(JSON.stringify(earlier)))).toEqual({ results: earlier });
});

test('neither does a file that is not there, or that no run has written', () => {
  expect(readResults(path.join(folder, 'none.json'))).toEqual({ unreadable: expect.stringContaining('ENOENT') });
  const file = written('');
  truncateSync(file, 40 * 2 ** 20);
  expect(readResults(file)).toEqual({ unreadable: expect.stringContaining('bytes') });
});
