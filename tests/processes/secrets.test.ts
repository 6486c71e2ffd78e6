import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Scrubber } from '../../harness/report/scrub.ts';
import { InlineProject, spec } from './inline-project.ts';

/** Every format has to escape something of it. */
const secret = 'S3cr/t+"p\u00e4ss\\w\'<o>&rd';
/** A search that shares nothing with the harness's own, also through members of zips. */
const foundBy = (folders: readonly string[]): { hits: string[]; members: number } => JSON.parse(execFileSync('python3',
  [path.resolve(import.meta.dirname, '../lab/input/find-secret.py'), secret, ...folders], { encoding: 'utf8' })) as { hits: string[]; members: number };

/** A run that knows one secret and says it wherever a test can. */
const files = {
  'harness/fixtures/global-setup.ts': `
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
export default async function () {
  process.env.HARNESS_RUN_FOLDER = new URL('../../run', import.meta.url).pathname;
  mkdirSync(process.env.HARNESS_RUN_FOLDER, { recursive: true });
  writeFileSync(process.env.HARNESS_RUN_FOLDER + '/secrets.jsonl', JSON.stringify({ value: ${JSON.stringify(secret)}, what: 'admin password' }) + '\\n');
  // As the end of a real run does it.
  return async () => { rmSync(process.env.HARNESS_RUN_FOLDER + '/secrets.jsonl'); delete process.env.HARNESS_RUN_FOLDER; };
}
`,
  'overlays/ghost/leaks.spec.ts': spec(`
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
const secret = ${JSON.stringify(secret)};
test('leaks', async ({ request }, info) => {
  console.log('printed', secret);
  await info.attach('log', { body: 'attached ' + secret, contentType: 'text/plain' });
  await info.attach('json', { body: JSON.stringify({ said: JSON.stringify({ secret }) }), contentType: 'application/json' });
  await info.attach('hex', { body: Buffer.from(secret).toString('hex'), contentType: 'text/plain' });
  await info.attach('page', { body: '<b title="' + secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;') + '">', contentType: 'text/html' });
  info.annotations.push({ type: 'note', description: secret });
  writeFileSync('results/ghost/note.txt', 'written ' + secret);
  const server = createServer((_q, a) => a.end('answered ' + secret)).listen(0, '127.0.0.1');
  await new Promise(r => server.once('listening', r));
  const url = 'http://127.0.0.1:' + (server.address() as AddressInfo).port + '/?p=' + encodeURIComponent(secret);
  const answer = await request.get(url, { headers: { authorization: 'Basic ' + Buffer.from('admin:' + secret).toString('base64') } });
  server.close();
  await test.step('step ' + secret, async () => { expect(await answer.text()).toBe('expected ' + secret); });
});`),
};

const withResults = { ...files, 'results/ghost/older.txt': 'of an earlier run' };

test.each([
  { title: 'the reporters of the config', args: [], holds: [] },
  { title: 'blob, JUnit, JSON and line on the command line', args: ['--reporter=blob,junit,json,line'], holds: ['test-results/junit.xml', 'test-results/report.json', 'blob-report/report.zip'] },
])('no secret stays in what a run wrote: $title', async ({ args, holds }) => {
  using project = new InlineProject(withResults);
  const { code, output } = await project.playwright(['--trace=on', ...args], {
    env: { PLAYWRIGHT_JUNIT_OUTPUT_NAME: 'test-results/junit.xml', PLAYWRIGHT_JSON_OUTPUT_NAME: 'test-results/report.json' },
  });
  expect(code, output).toBe(1);
  expect(output).toContain('***admin password***');
  expect(output).not.toContain(secret);
  expect(output).toMatch(/Secrets were masked in \d+ files? of the reports/);

  const written = ['test-results', 'playwright-report', 'blob-report', 'results'].map(name => project.path(name)).filter(existsSync);
  const found = foundBy(written);
  expect(found.hits).toEqual([]);
  expect(found.members, 'zips were opened').toBeGreaterThan(3);
  const marks = new Scrubber([{ value: '***admin password***', what: 'the mark' }]);
  for (const name of holds) expect(marks.search(readFileSync(project.path(name))), `${name} held it`).toEqual(['the mark']);
  const traces = readdirSync(project.path('test-results'), { recursive: true, encoding: 'utf8' }).filter(name => name.includes('leaks') && name.endsWith('trace.zip'));
  expect(traces).toHaveLength(1);
  const trace = readFileSync(path.join(project.path('test-results'), traces[0] ?? ''));
  expect(marks.search(trace), 'the trace can be read, and held it').toEqual(['the mark']);

  expect(project.read('results/ghost/note.txt'), 'what lies beside the results is searched').toBe('written ***admin password***');
  expect(project.results()).toMatchObject({ secretSearch: { secrets: 1, found: [] }, tests: expect.arrayContaining([expect.objectContaining({ title: 'leaks', steps: [expect.objectContaining({ title: 'step ***admin password***', failed: true })] })]) as unknown });
  expect(project.results().secretSearch?.masked).toBeGreaterThan(2);

  project.write('results/planted.txt', `x${secret}x`);
  expect(foundBy([project.path('results')]).hits, 'the search itself finds what is there').toEqual([project.path('results/planted.txt')]);
});

test('an archive that was cut off while it was written, as a killed worker leaves one, costs the run nothing: it is removed, and named', async () => {
  using project = new InlineProject({
    'harness/fixtures/global-setup.ts': files['harness/fixtures/global-setup.ts'],
    'overlays/ghost/functional/own.spec.ts': spec(`
import { writeFileSync } from 'node:fs';
test('posts', ({}, info) => { writeFileSync(info.outputPath('torn.zip'), Buffer.from('PK\\x03\\x04' + 'x'.repeat(60), 'latin1')); });
test('reads', () => {});`),
  });
  const { code, output } = await project.playwright([]);
  expect(code, output).toBe(0);
  expect(output).toMatch(/^Removed, since .*: test-results\/\S+\/torn\.zip\.$/m);
  expect(output).not.toContain('ERR_SCRUB_FAILED');
  expect(readdirSync(project.path('test-results'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('torn.zip'))).toEqual([]);
});
