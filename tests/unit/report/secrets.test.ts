import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Scrubber, searchFiles } from '../../../harness/report/scrub.ts';
import { InlineProject, spec } from './inline.ts';

const secret = 'S3cr/t+"päss"';

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
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
const secret = ${JSON.stringify(secret)};
test('leaks', async ({ request }, info) => {
  console.log('printed', secret);
  await info.attach('log', { body: 'attached ' + secret, contentType: 'text/plain' });
  info.annotations.push({ type: 'note', description: secret });
  const server = createServer((_q, a) => a.end('answered ' + secret)).listen(0, '127.0.0.1');
  await new Promise(r => server.once('listening', r));
  const url = 'http://127.0.0.1:' + (server.address() as AddressInfo).port + '/?p=' + encodeURIComponent(secret);
  const answer = await request.get(url, { headers: { authorization: 'Basic ' + Buffer.from('admin:' + secret).toString('base64') } });
  server.close();
  await test.step('step ' + secret, async () => { expect(await answer.text()).toBe('expected ' + secret); });
});`),
};

test.each([
  ['the reporters of the config', []],
  ['blob, JUnit and line on the command line', ['--reporter=blob,junit,line']],
])('no secret stays in what a run wrote: %s', async (_name, args) => {
  using project = new InlineProject(files);
  const { code, output } = await project.playwright(['--trace=on', ...args], { env: { PLAYWRIGHT_JUNIT_OUTPUT_NAME: 'test-results/junit.xml' } });
  expect(code, output).toBe(1);
  expect(output).toContain('***admin password***');
  expect(output).not.toContain(secret);
  expect(output).toMatch(/Secrets were masked in \d+ files? of the reports/);

  const written = ['test-results', 'playwright-report', 'blob-report', 'results'].map(name => project.path(name));
  expect(searchFiles(new Scrubber([{ value: secret, what: 'admin password' }]), written)).toEqual([]);
  const traces = readdirSync(project.path('test-results'), { recursive: true, encoding: 'utf8' }).filter(name => name.includes('leaks') && name.endsWith('trace.zip'));
  expect(traces).toHaveLength(1);
  const trace = readFileSync(path.join(project.path('test-results'), traces[0] ?? ''));
  expect(new Scrubber([{ value: '***admin password***', what: 'the mark' }]).search(trace), 'the trace can be read, and held it').toEqual(['the mark']);
});
