/** Archives of Python's zipfile are rewritten, and it reads them again: somebody else's code on both sides. */
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
