/** The second stage of the secrets: what is masked, what is found, and what is not written at all. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cleaner, scrubAndSearch } from '../../../harness/report/secret-search.ts';

const secrets = [{ value: 'hunter2-hunter2', what: 'admin password' }];
let folder: string;
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-search-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what holds a secret is masked and counted, and nothing of it is found afterwards', () => {
  writeFileSync(path.join(folder, 'one.log'), 'a hunter2-hunter2 b');
  writeFileSync(path.join(folder, 'two.log'), 'nothing');
  expect(scrubAndSearch(() => secrets, () => [folder], folder)).toEqual({ search: { secrets: 1, masked: 1, found: [] }, problems: [], removed: [] });
  expect(readFileSync(path.join(folder, 'one.log'), 'utf8')).toBe('a ***admin password*** b');
});

test('an archive whose writer was killed can be searched by nobody: it is removed and named, and the rest is searched', () => {
  const begun = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.from('x'.repeat(60) + 'hunter2-hunter2')]);
  writeFileSync(path.join(folder, 'trace.zip'), begun);
  writeFileSync(path.join(folder, 'one.log'), 'a hunter2-hunter2 b');
  expect(scrubAndSearch(() => secrets, () => [folder], folder)).toEqual({ search: { secrets: 1, masked: 1, found: [] }, problems: [], removed: ['trace.zip'] });
  expect(readdirSync(folder)).toEqual(['one.log']);
});

test('a run without secrets has looked for none', () => {
  expect(scrubAndSearch(() => [], () => [folder], folder).search).toEqual({ secrets: 0, masked: 0, found: [] });
});

test.each<[string, () => never, 'secrets' | 'places']>([
  ['the secrets cannot be read', () => { throw new Error('torn'); }, 'secrets'],
  ['the places cannot be told', () => { throw new Error('torn'); }, 'places'],
])('where %s, nothing is known, and the harness is at fault', (_what, fails, which) => {
  const { search, problems } = scrubAndSearch(which === 'secrets' ? fails : () => secrets, which === 'places' ? fails : () => [folder], folder);
  expect(search).toBeNull();
  expect(problems).toMatchObject([{ code: 'ERR_SCRUB_FAILED', fault: 'harness' }]);
});

test('what is yet to be written is masked', () => {
  expect(cleaner(secrets)(Buffer.from('{"title":"hunter2-hunter2"}')).toString()).toBe('{"title":"***admin password***"}');
});

test('and not written where a secret would stay, whose name alone is told', () => {
  // The mark of one secret holds another: masking cannot take it out.
  const clean = cleaner([...secrets, { value: 'admin password', what: 'admin password' }]);
  expect(() => clean(Buffer.from('x hunter2-hunter2 x'))).toThrow(/ERR_SECRET_LEAKED/);
});
