/** Given what a run has left, when it is gathered, then nothing of another run is among it, and what cannot be read says nothing. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { artefactsOf, gatherResults } from '../../../harness/pipeline/artefacts.ts';
import { sampleResults } from '../report/sample-results.ts';

const startedAt = new Date('2026-11-20T09:29:59.000Z');
const before = new Date('2026-11-20T08:00:00.000Z');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'artefacts-'));
  mkdirSync(join(root, 'results'));
});
afterEach(() => rmSync(root, { recursive: true }));

function left(name: string, text: string, at?: Date): void {
  const file = join(root, 'results', name);
  writeFileSync(file, text);
  if (at) utimesSync(file, at, at);
}

const gathered = (): ReturnType<typeof gatherResults> => gatherResults(artefactsOf(join(root, 'out'), 'ghost'), join(root, 'results'), startedAt);
const names = (): string[] => readdirSync(join(root, 'out/ghost')).sort();

test('results with what lies beside them', () => {
  for (const name of ['badge.svg', 'badge.json', 'card.png', 'card-dark.png', 'picture.png', 'proof.json']) left(name, '');
  left('results.json', JSON.stringify(sampleResults()));
  expect(gathered()).toMatchObject({ results: { verdict: 'green' } });
  expect(names()).toEqual(['badge.json', 'badge.svg', 'card-dark.png', 'card.png', 'picture.png', 'results.json']);
});

test('of a narrowed run its own results, and no badge of a whole one', () => {
  left('results.json', JSON.stringify(sampleResults()), before);
  left('badge.svg', '');
  left('partial.json', JSON.stringify(sampleResults({ partial: true })));
  expect(gathered()).toMatchObject({ results: { partial: true } });
  expect(names()).toEqual(['partial.json']);
});

test('a card that this run did not draw is left where it is', () => {
  left('card.png', '', before);
  left('results.json', JSON.stringify(sampleResults()));
  gathered();
  expect(names()).toEqual(['results.json']);
});

test.each([
  ['no results', () => undefined, 'the run has written none'],
  ['results of a run before', () => left('results.json', JSON.stringify(sampleResults()), before), 'the run has written none'],
  ['results that were only touched since', () => left('results.json', JSON.stringify(sampleResults({ startedAt: before.toISOString() }))), 'they are of an earlier run'],
  ['results that are no JSON', () => left('results.json', '{'), 'it is no JSON'],
  ['a folder in their place', () => mkdirSync(join(root, 'results/results.json')), 'they could not be copied'],
])('%s say nothing', (_, leave, why) => {
  leave();
  const read = gathered();
  expect('unreadable' in read ? read.unreadable : read).toContain(why);
});

test('a folder that cannot be made is told with its way out', () => {
  left('file', '');
  expect(() => artefactsOf(join(root, 'results/file'), 'ghost')).toThrow(/file\/ghost cannot be made[^]*--artefacts/);
});

test('only what a build leaves is removed from the folder before the next', () => {
  const { folder, failures } = artefactsOf(join(root, 'out'), 'ghost');
  mkdirSync(failures);
  for (const name of ['results.json', 'notes.txt']) writeFileSync(join(folder, name), '');
  artefactsOf(join(root, 'out'), 'ghost');
  expect(names()).toEqual(['notes.txt']);
  expect(existsSync(failures)).toBe(false);
});
