import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scrubFiles, Scrubber, searchFiles } from '../../../harness/report/scrub.ts';
import { archive } from './archive.ts';

let folder: string;
beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-scrub-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = 'correct horse/battery';
const scrubber = new Scrubber([{ value: secret, what: 'db password' }]);

test.each([
  ['raw', secret],
  ['in a URL', encodeURIComponent(secret)],
  ['in base64, at any offset', Buffer.from(`admin:${secret}`).toString('base64')],
  ['in a form', new URLSearchParams({ p: secret }).toString().slice(2)],
  ['through which colours run', `correct \u001b[7mhorse\u001b[27m/bat\u001b[1;31mtery`],
  ['through which colours run, in JSON', JSON.stringify('correct \u001b[7mhorse\u001b[27m/battery').slice(1, -1)],
])('%s', (_name, text) => {
  const clean = scrubber.scrub(Buffer.from(`before ${text} after`));
  expect(clean?.toString()).toMatch(/^before .*\*\*\*db password\*\*\*.* after$/);
  expect(scrubber.search(Buffer.from(text))).toEqual(['db password']);
  expect(scrubber.search(clean ?? Buffer.alloc(0))).toEqual([]);
});

test('bytes that are no text survive around it', () => {
  const bytes = Buffer.concat([Buffer.from([0, 200, 255, 128]), Buffer.from(`é ${secret}`), Buffer.from([250, 0])]);
  expect(scrubber.scrub(bytes)).toEqual(Buffer.concat([Buffer.from([0, 200, 255, 128]), Buffer.from('é ***db password***'), Buffer.from([250, 0])]));
});

const nested = (text: string) => archive([
  { name: 'a.txt', content: 'as it was' }, { name: 'in.zip', content: archive([{ name: 'log.txt', content: `x ${text} y`, stored: true }]) }, { name: 'b.txt', content: text },
]);
const masked = '***db password***';

test('an archive is scrubbed and searched member by member, also one in another', () => {
  expect(scrubber.search(nested(secret))).toEqual(['db password']);
  expect(scrubber.scrub(nested(secret))).toEqual(nested(masked));
  expect(scrubber.search(nested(masked))).toEqual([]);
  expect(scrubber.scrub(nested(masked))).toBeUndefined();
});

test('the archive in the page of the HTML report, beside what stands plainly in it', () => {
  const page = (text: string, beside = text) => Buffer.from(`<i>\xff${beside}</i><script>a="data:application/zip;base64,${nested(text).toString('base64')}";b="data:application/zip;base64,bm8gemlwLCBpdCBzYXlz";</script>`, 'latin1');
  expect(scrubber.search(page(secret, ''))).toEqual(['db password']);
  expect(scrubber.scrub(page(secret))).toEqual(page(masked));
  expect(scrubber.scrub(page(secret, ''))).toEqual(page(masked, ''));
  expect(scrubber.scrub(page('', secret))).toEqual(page('', masked));
  expect(scrubber.scrub(page(masked))).toBeUndefined();
  expect(scrubber.search(page(masked))).toEqual([]);
});

test('colours that hide nothing are left alone, and a mark is written as it is', () => {
  expect(scrubber.scrub(Buffer.from('\u001b[1mbold\u001b[0m'))).toBeUndefined();
  expect(scrubber.search(Buffer.from('\u001b[1mbold\u001b[0m'))).toEqual([]);
  expect(scrubber.scrub(Buffer.from(`\u001b[1mcorrect\u001b[0m horse/battery, ${secret}`))?.toString()).toBe(`\u001b[1m${masked}, ${masked}`);
  expect(new Scrubber([{ value: secret, what: '$& é' }]).scrub(Buffer.from(`${secret} \u001b[1mcorrect\u001b[0m horse/battery`))?.toString()).toBe('***$& é*** \u001b[1m***$& é***');
});

test('every secret that is there is named once, whatever else is there', () => {
  const two = new Scrubber([{ value: secret, what: 'db password' }, { value: 'another one', what: 'token' }, { value: 'not in here', what: 'nothing' }]);
  expect(two.search(Buffer.from(`${secret} another one ${encodeURIComponent(secret)}`)).sort()).toEqual(['db password', 'token']);
});

test('files and folders are taken, however deep, and each once; what is not there is nothing', () => {
  const place = path.join(folder, 'places');
  const [deep, clean] = [path.join(place, 'a/b/deep.txt'), path.join(place, 'clean.txt')];
  mkdirSync(path.dirname(deep), { recursive: true });
  writeFileSync(deep, `x ${secret}`);
  writeFileSync(clean, 'clean');
  const places = [place, deep, path.join(place, 'a'), path.join(place, 'nowhere'), '/dev/null'];
  expect(searchFiles(scrubber, places)).toEqual([{ file: deep, what: 'db password' }]);
  expect(scrubFiles(scrubber, places)).toEqual([deep]);
  expect([deep, clean].map(file => readFileSync(file, 'utf8'))).toEqual([`x ${masked}`, 'clean']);
  expect(scrubFiles(scrubber, places)).toEqual([]);
});

test('what a link leads to is left as it is: it may be anybody\'s', () => {
  const [place, elsewhere] = [path.join(folder, 'report'), path.join(folder, 'elsewhere')];
  for (const made of [place, elsewhere]) mkdirSync(made);
  writeFileSync(path.join(elsewhere, 'theirs.txt'), secret);
  symlinkSync(elsewhere, path.join(place, 'folder'));
  symlinkSync(path.join(elsewhere, 'theirs.txt'), path.join(place, 'file'));
  expect(scrubFiles(scrubber, [place])).toEqual([]);
  expect(readFileSync(path.join(elsewhere, 'theirs.txt'), 'utf8')).toBe(secret);
});

test('a longer secret that holds a shorter one goes first', () => {
  const both = new Scrubber([{ value: 'abcdef', what: 'short' }, { value: 'abcdef-123456', what: 'long' }]);
  expect(both.scrub(Buffer.from('abcdef-123456 abcdef'))?.toString()).toBe('***long*** ***short***');
});

test.each([
  ['a & b < c > "d" \'e\'', 'a &amp; b &lt; c &gt; &quot;d&quot; &apos;e&apos;'],
  ['say "word" twice', JSON.stringify(JSON.stringify('say "word" twice')).slice(1, -1)],
  ['päss/wörd', encodeURIComponent('päss/wörd').toLowerCase()],
])('%s as XML, JSON within JSON and lower-case URLs write it', (value, text) => {
  const clean = new Scrubber([{ value, what: 'x' }]).scrub(Buffer.from(`<${text}>`));
  expect(clean?.toString()).toContain('***x***');
});

test('what cannot be scrubbed is still found: a file that changes back', () => {
  const file = path.join(folder, 'stubborn.txt');
  writeFileSync(file, 'clean');
  expect(searchFiles(scrubber, [file])).toEqual([]);
  scrubFiles(scrubber, [file]);
  // Somebody who still writes after the scrub.
  writeFileSync(file, `again ${secret}`);
  expect(searchFiles(scrubber, [file])).toEqual([{ file, what: 'db password' }]);
});
