/** Given a folder that anybody may have written, when it is read, then it tells no more than its runs do, and names what it could not read. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { doubtOf } from '../../../harness/site/doubt.ts';
import { readFolder, type Recipe } from '../../../harness/site/read-folder.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { sampleResults, sampleTest } from '../report/sample-results.ts';

const now = new Date('2026-11-22T00:00:00Z');
let folder: string;
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-site-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lay(file: string, content: unknown): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
}
const ofDay = (day: string, more: Partial<Results> = {}): Results => sampleResults({ startedAt: `2026-11-${day}T09:30:00.000Z`, run: `aaaa${day}`, ...more });
const fallen = { level: 0, rungs: (sampleResults().level?.rungs ?? []).map(rung => ({ ...rung, status: 'fail' as const, reason: 'down' })), heldBy: { rung: 'install' as const, reason: 'down' } };
function ghost(): Recipe {
  const found = readFolder(folder, now).recipes.find(({ name }) => name === 'ghost');
  if (found === undefined) throw new Error('ghost is not there');
  return found;
}

test('a recipe has its newest whole run, its level, and its history with the newest first', () => {
  lay('ghost/results.json', ofDay('20'));
  lay('ghost/history/2026-11-20T09-30-00.000Z-aaaa20.json', ofDay('20'));
  lay('ghost/history/2026-11-19T09-30-00.000Z-aaaa19.json', ofDay('19', { level: fallen }));
  lay('ghost/partial.json', ofDay('21', { partial: true, level: null }));
  expect(ghost()).toMatchObject({ level: 7, levelUnknown: null, newestId: '2026-11-20T09-30-00.000Z-aaaa20', unreadable: [] });
  expect(ghost().runs.map(({ id, level, partial }) => [id.slice(8, 10), level, partial])).toEqual([['21', null, true], ['20', 7, false], ['19', 0, false]]);
});

test('a level is never more than the rungs beside it carry', () => {
  lay('ghost/results.json', ofDay('20', { level: { ...fallen, level: 7 } }));
  expect(ghost().level).toBe(0);
});

test('what calls itself green beside a test that failed has no level, in the grid as little as on the board', () => {
  lay('ghost/results.json', ofDay('20', { tests: [sampleTest('answers its users', { status: 'failed' })] }));
  expect(ghost()).toMatchObject({ level: null, runs: [{ level: null }] });
  expect(doubtOf(ghost())).toBe('its results call themselves green, and “answers its users” failed');
});

test.each<[string, string, unknown]>([
  ['the newest is damaged', 'ghost/results.json', '{ "schema": 2'],
  ['the newest is of schema 1', 'ghost/results.json', { schema: 1, recipe: 'ghost', level: 7 }],
  ['the newest has a wrong type', 'ghost/results.json', { ...ofDay('20'), durationMs: 'long' }],
  ['the newest tells of another recipe', 'ghost/results.json', ofDay('20', { recipe: 'n8n' })],
  ['the newest begins in the future', 'ghost/results.json', ofDay('30')],
  ['what may be newer in the history is damaged', 'ghost/history/2026-11-21T00-00-00.000Z-bbbbbb.json', 'nonsense'],
])('%s: an older level is not shown in its place, and the file is named with its reason', (_why, file, content) => {
  lay('ghost/history/2026-11-18T09-30-00.000Z-aaaa18.json', ofDay('18'));
  lay('ghost/results.json', ofDay('20'));
  expect(ghost().level).toBe(7);
  lay(file, content);
  expect(ghost()).toMatchObject({ level: null, levelUnknown: `${file.slice('ghost/'.length)} cannot be read`, unreadable: [{ file, reason: expect.stringMatching(/^[^\n]{5,300}$/) as string }] });
});

test('an older file of the history that is damaged is named, and takes nothing from the newest', () => {
  lay('ghost/results.json', ofDay('20'));
  lay('ghost/history/2026-11-18T09-30-00.000Z-aaaa18.json', 'nonsense');
  expect(ghost()).toMatchObject({ level: 7, unreadable: [{ file: 'ghost/history/2026-11-18T09-30-00.000Z-aaaa18.json', reason: 'it is no JSON' }] });
});

test('links are followed nowhere: neither of folders, nor of results, nor of pictures', () => {
  const outside = mkdtempSync(path.join(tmpdir(), 'rh-outside-'));
  try {
    writeFileSync(path.join(outside, 'results.json'), JSON.stringify(ofDay('20')));
    writeFileSync(path.join(outside, 'picture.png'), png());
    symlinkSync(outside, path.join(folder, 'linked'));
    mkdirSync(path.join(folder, 'ghost'));
    symlinkSync(path.join(outside, 'results.json'), path.join(folder, 'ghost/results.json'));
    symlinkSync(outside, path.join(folder, 'ghost/history'));
    lay('n8n/results.json', ofDay('20', { recipe: 'n8n', picture: 'picture.png' }));
    symlinkSync(path.join(outside, 'picture.png'), path.join(folder, 'n8n/picture.png'));
    const read = readFolder(folder, now);
    expect(read.unreadable).toEqual([{ file: 'linked', reason: 'it is a symbolic link, which is not followed' }]);
    expect(read.recipes.map(({ name, newest, picture, unreadable }) => [name, newest?.recipe, picture, unreadable.map(({ file }) => file)]))
      .toEqual([['ghost', undefined, null, ['ghost/results.json', 'ghost/history']], ['n8n', 'n8n', null, []]]);
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});

test('folders whose name is no name of a recipe are named, and nothing is made of them', () => {
  for (const name of ['<script>alert(1)</script>', ' ', 'a b', '-x', '..x']) lay(`${name.replaceAll('/', '∕')}/results.json`, ofDay('20'));
  const read = readFolder(folder, now);
  expect(read.recipes).toEqual([]);
  expect(read.unreadable).toHaveLength(4);
});

test.each<[string, string | null, Buffer, string | null]>([
  ['a whole one is shown', 'picture.png', png(), 'picture.png'],
  ['one that the results do not name is not', null, png(), null],
  ['one that was cut off is not', 'picture.png', png().subarray(0, -4), null],
  ['what is no PNG is not', 'picture.png', Buffer.from('<svg onload="alert(1)"/>'.padEnd(100)), null],
  ['a way out of the folder is none', '../n8n/picture.png', png(), null],
  ['another kind of file is none', 'picture.svg', png(), null],
])('pictures: %s', (_what, name, content, shown) => {
  lay('ghost/results.json', ofDay('20', { picture: name }));
  lay('n8n/results.json', ofDay('20', { recipe: 'n8n' }));
  for (const file of ['ghost/picture.png', 'ghost/picture.svg', 'n8n/picture.png']) writeFileSync(path.join(folder, file), content);
  expect(ghost().picture).toBe(shown);
});

/** One white pixel. */
function png(): Buffer {
  return Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==', 'base64');
}

test('the id of a run makes no path', () => {
  lay('ghost/results.json', ofDay('20', { run: '../../etc/passwd' }));
  expect(ghost().newestId).toBe('2026-11-20T09-30-00.000Z-etcpasswd');
});
