/** Badge and history beside a recipe's results: never more than the run has shown, and never what is not ours. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { historyName, keptRuns, putBadge, putFile, putHistory, writtenSince } from '../../../harness/report/recipe-files.ts';
import { sampleResults } from './sample-results.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-files-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const badge = (): { message: string } => JSON.parse(readFileSync(path.join(folder, 'badge.json'), 'utf8')) as { message: string };

describe('the badge', () => {
  test('says the level, as a picture and as data', () => {
    putBadge(folder, sampleResults());
    expect(badge().message).toBe('level 7');
    expect(readFileSync(path.join(folder, 'badge.svg'), 'utf8')).toContain('level 7');
    expect(readdirSync(folder).sort()).toEqual(['badge.json', 'badge.svg']);
  });

  test('takes the place of one that said more', () => {
    putBadge(folder, sampleResults());
    putBadge(folder, sampleResults({ level: null }));
    expect(badge().message).toBe('unknown');
  });

  test('that cannot be written leaves none that is old', () => {
    putBadge(folder, sampleResults());
    mkdirSync(path.join(folder, 'badge.svg.new'));
    expect(() => putBadge(folder, sampleResults())).toThrow();
    expect(readdirSync(folder).filter(name => /^badge\.(svg|json)$/.test(name))).toEqual([]);
  });
});

describe('the history', () => {
  const started = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();

  test('keeps the newest, and touches nothing that it has not written', () => {
    mkdirSync(path.join(folder, 'history'));
    writeFileSync(path.join(folder, 'history/notes.md'), 'mine');
    writeFileSync(path.join(folder, 'history/0000.json'), 'mine');
    for (let number = 0; number < keptRuns + 2; number += 1) putHistory(folder, { startedAt: started(number), run: '4f09ab' }, Buffer.from('{}'));
    const names = readdirSync(path.join(folder, 'history')).sort();
    expect(names).toHaveLength(keptRuns + 2);
    expect(names.slice(0, 2)).toEqual(['0000.json', historyName({ startedAt: started(2), run: '4f09ab' })]);
    expect(names.at(-1)).toBe('notes.md');
  });

  test('a name has no colon, and says so where a run has no id', () => {
    expect(historyName(sampleResults())).toBe('2026-11-20T09-30-00.000Z-4f09ab.json');
    expect(historyName(sampleResults({ run: null }))).toBe('2026-11-20T09-30-00.000Z-none.json');
  });
});

test('a file is there whole or not at all', () => {
  const file = path.join(folder, 'deep/results.json');
  putFile(file, 'one');
  mkdirSync(`${file}.new`);
  expect(() => putFile(file, 'two')).toThrow();
  expect(readFileSync(file, 'utf8')).toBe('one');
});

test('only what this run has written is searched', () => {
  for (const name of ['results/ghost/results.json', 'results/ghost/history/old.json', 'results/n8n/results.json']) putFile(path.join(folder, name), '{}');
  const begin = new Date(Date.now() - 60_000);
  utimesSync(path.join(folder, 'results/ghost/history/old.json'), new Date(0), new Date(0));
  expect(writtenSince(folder, ['ghost', 'gone'], begin)).toEqual([path.join(folder, 'results/ghost/results.json')]);
});
