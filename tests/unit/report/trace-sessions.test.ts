/** Given a trace of a login that nobody told the run of, when reports are scrubbed, then its cookies, codes and tokens are known. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scrubFiles, Scrubber, searchFiles } from '../../../harness/report/scrub.ts';
import { sessionsBelow, sessionsIn } from '../../../harness/report/trace-sessions.ts';
import { archive } from './archive.ts';

const [set, shown, code, session] = ['setc00kie-5d41402abc4b2a76', 'shownc00kie-9b9719d911017c59', 'c0de-2ae3f1c64bd2a07e', 'sess10n-7d793037a0760186'];
const token = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"ada"}').toString('base64url')}.c2lnbmF0dXJlLW9mLXRva2Vu`;
const exchange = (snapshot: object): string => JSON.stringify({ type: 'resource-snapshot', snapshot });
const network = [
  exchange({
    request: { url: 'https://docs.lab.test/', headers: [{ name: 'Cookie', value: `theme=dark; SESSION=${shown}` }] },
    response: { redirectURL: `https://docs.lab.test/callback?code=${code}`, headers: [{ name: 'Set-Cookie', value: `theme=dark\nSESSION=${set}; Secure` }, { name: 'Location', value: `https://docs.lab.test/#session_state=${session}` }] },
  }),
  exchange({}),
  '{"type":"resource-snap',
].join('\n');
const trace = archive([
  { name: '0-trace.network', content: network }, { name: '0-trace.trace', content: `{"log":"at https://docs.lab.test/callback?code=${code}"}\n` },
  { name: 'resources/a.json', content: `{"refresh_token":"${token}"}` }, { name: 'resources/b.png', content: Buffer.from([137, 80, 78, 71]) },
]);

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'trace-sessions-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('cookies set and shown, codes, sessions and tokens are found, in a blob report as well', () => {
  const found = sessionsIn(archive([{ name: 'report.jsonl', content: '' }, { name: 'resources/trace.zip', content: trace, stored: true }]));
  expect(found.map(({ value }) => value).sort()).toEqual([code, session, set, shown, token].sort());
  expect(found).toContainEqual({ value: set, what: 'cookie SESSION of docs.lab.test' });
});

test('with them known, nothing of them is left in any file', () => {
  writeFileSync(join(folder, 'trace.zip'), trace);
  writeFileSync(join(folder, 'no.zip'), 'no archive');
  writeFileSync(join(folder, 'error.md'), `It stood at /callback?code=${code}.`);
  const scrubber = new Scrubber(sessionsBelow([folder]));

  expect(scrubFiles(scrubber, [folder]).sort()).toEqual([join(folder, 'error.md'), join(folder, 'trace.zip')]);
  expect(searchFiles(scrubber, [folder])).toEqual([]);
});
