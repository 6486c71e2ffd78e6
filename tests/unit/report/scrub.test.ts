import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scrubFiles, Scrubber, searchFiles } from '../../../harness/report/scrub.ts';
import { isZip, rewriteZip } from '../../../harness/report/zip.ts';

let folder: string;
beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-scrub-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = 'correct horse/battery';
const scrubber = new Scrubber([{ value: secret, what: 'db password' }]);

/** An archive made by somebody else's code: Python's zipfile. */
function zip(name: string, members: Record<string, string>, stored = false): string {
  const file = path.join(folder, name);
  const script = `import json,sys,zipfile
with zipfile.ZipFile(sys.argv[1],'w',zipfile.${stored ? 'ZIP_STORED' : 'ZIP_DEFLATED'}) as z:
  for n,c in json.loads(sys.argv[2]).items(): z.writestr(n,c)`;
  execFileSync('python3', ['-c', script, file, JSON.stringify(members)]);
  return file;
}
function members(file: string): Record<string, string> {
  const script = "import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps({n:z.read(n).decode() for n in z.namelist()}))";
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' })) as Record<string, string>;
}

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

test.each([['deflated', false], ['stored', true]])('members of a zip, %s, are rewritten and the archive stays sound', (_name, stored) => {
  const inner = readFileSync(zip('inner.zip', { 'log.txt': secret })).toString('latin1');
  expect(isZip(Buffer.from(inner, 'latin1'))).toBe(true);
  const file = zip(`outer-${stored}.zip`, { 'a.txt': `x ${secret} y`, 'untouched/ü.txt': 'as it was' }, stored);
  expect(scrubFiles(scrubber, [file])).toEqual([file]);
  expect(members(file)).toEqual({ 'a.txt': 'x ***db password*** y', 'untouched/ü.txt': 'as it was' });
  expect(scrubFiles(scrubber, [file])).toEqual([]);
});

test("a zip in a zip, and the HTML report's embedded one", () => {
  const inner = readFileSync(zip('in.zip', { 'log.txt': secret }));
  const outer = readFileSync(zip('out.zip', { 'in.zip': '' }));
  const nested = rewriteZip(outer, () => inner) ?? Buffer.alloc(0);
  const page = path.join(folder, 'index.html');
  writeFileSync(page, `<script>x="data:application/zip;base64,${nested.toString('base64')}"</script>`);
  expect(searchFiles(scrubber, [folder]).map(hit => hit.file)).toContain(page);
  expect(scrubFiles(scrubber, [page])).toEqual([page]);
  expect(searchFiles(scrubber, [page])).toEqual([]);
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
