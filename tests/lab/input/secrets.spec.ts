/** Given a test that says a generated secret wherever a test can, when the run has ended, then no form of it is in anything written. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { execa } from 'execa';
import { filesBelow } from '../../../harness/files-below.ts';
import { labFolder } from '../lab.ts';
import { runSuite } from '../suite/run-suite.ts';
import { ThrowawayProject } from './throwaway-project.ts';

test.describe.configure({ timeout: 400_000 });

const leaks = `import { writeFileSync } from 'node:fs';
import { expect, test } from 'recipe-harness';

test('leaks', { tag: '@functional' }, async ({ app, api, page, progress }, info) => {
  test.setTimeout(120_000);
  const secret = app.secret('admin_password');
  writeFileSync(process.env.SECRET_GOES_TO!, secret);
  const basic = 'Basic ' + Buffer.from('admin:' + secret).toString('base64');
  console.log('printed ' + secret);
  console.error('in base64 ' + Buffer.from(secret).toString('base64'));
  progress.note('noted ' + secret);
  info.annotations.push({ type: 'note', description: 'annotated ' + secret });
  await info.attach('attached', { body: 'in a body ' + secret, contentType: 'text/plain' });
  writeFileSync(info.outputPath('own.txt'), 'in a file ' + secret);
  await info.attach('file', { path: info.outputPath('own.txt') });
  await api.get('/v1/?token=' + encodeURIComponent(secret), { headers: { authorization: basic, 'x-token': secret } });
  await api.post('/v1/', { form: { password: secret } });
  await api.post('/v1/', { json: { password: secret } });
  await page.goto(app.url + '/v1/?token=' + secret);
  await page.evaluate(async value => {
    console.log('in the browser ' + value);
    document.body.innerHTML += '<input type="hidden" value="' + value + '">';
    await fetch('/v1/', { method: 'POST', headers: { 'x-token': value }, body: new URLSearchParams({ password: value }) });
  }, secret);
  const url = 'data:application/json,' + JSON.stringify({ token: secret });
  await test.step('a step with ' + secret, async () => {
    expect.soft('the answer ' + secret).toBe('the answer ' + secret.slice(0, 7) + '-' + secret.slice(8));
    expect.soft({ answer: secret, other: 1 }).toEqual({ answer: 'else', other: 1 });
    expect.soft('else').toBe(secret);
    expect.soft(url).toContain('something else');
  });
  throw new Error('thrown with ' + secret);
});
`;

interface Found { hits: string[]; files: number; members: number }

/** A search that shares nothing with the harness's own. */
async function search(secret: string, folders: string[]): Promise<Found> {
  const { stdout } = await execa('python3', [join(import.meta.dirname, 'find-secret.py'), secret, ...folders]);
  return JSON.parse(stdout) as Found;
}

/** The command lines of all processes outside the lab's containers (what an app does in there is its recipe's matter), looked at until `stop`. */
function watchCommandLines(): { seen: Set<string>; stop: () => void } {
  const seen = new Set<string>();
  const own = readlinkSync('/proc/self/ns/mnt');
  const look = () => {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      try {
        if (readlinkSync(`/proc/${pid}/ns/mnt`) === own) seen.add(readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' '));
      } catch {
        // Ended meanwhile.
      }
    }
  };
  const timer = setInterval(look, 150);
  return { seen, stop: () => clearInterval(timer) };
}

for (const { title, reporter, colours } of [
  { title: "the config's own reporters", reporter: undefined, colours: '0' },
  { title: 'other reporters, with colours', reporter: 'list,html,json,junit,blob', colours: '1' },
]) {
  test(`nothing written holds the secret: ${title}`, async () => {
    using own = new ThrowawayProject({
      'recipes/kinto.toml': 'memory = "384M"\n[source]\ncatalogue = "kinto"\n[health]\npath = "/v1/__heartbeat__"\n',
      'overlays/kinto/functional/leaks.spec.ts': leaks,
    });
    const aside = mkdtempSync(join(tmpdir(), 'rh-secret-'));
    const reports = join(own.root, 'reports');
    mkdirSync(reports);
    const processes = watchCommandLines();
    const run = await runSuite(['--project=kinto', '--grep', 'leaks', '--trace=on'], {
      root: own.root, reporter,
      env: { FORCE_COLOR: colours, SECRET_GOES_TO: join(aside, 'secret'), PLAYWRIGHT_JUNIT_OUTPUT_NAME: join(reports, 'junit.xml'), PLAYWRIGHT_BLOB_OUTPUT_DIR: join(reports, 'blob') },
    });
    processes.stop();
    expect(run.exitCode, run.output).toBe(1);
    const secret = readFileSync(join(aside, 'secret'), 'utf8');
    expect(secret.length).toBeGreaterThan(10);
    rmSync(aside, { recursive: true });
    own.write('console.txt', run.output);
    expect(run.output, 'it was said, and masked').toContain('printed ***kinto secret admin_password***');

    const found = await search(secret, [own.root]);
    expect(found.hits).toEqual([]);
    // What the masks are made from goes at the very end.
    expect((await search(secret, [join(dirname(labFolder()), 'runs')])).hits).toEqual([]);
    expect(found.members, 'zips were opened: the trace and the HTML report at least').toBeGreaterThan(20);
    // The library is a link to where other tests work at the same time.
    const written = filesBelow(own.root, ['node_modules']).join('\n');
    for (const kind of ['index.html', 'report.json', 'trace.zip', 'partial.json', 'own.txt']) {
      if (reporter === undefined || kind !== 'report.json') expect(written).toContain(kind);
    }
    if (reporter !== undefined) {
      expect(written).toContain('reports/junit.xml');
      expect(written).toMatch(/reports\/blob\/.*\.zip/);
    }
    expect([...processes.seen].some(line => line.includes('secret generate')), 'abra was seen at it').toBe(true);
    expect([...processes.seen].filter(line => line.includes(secret))).toEqual([]);

    const planted = own.write('planted.txt', `x${Buffer.from(`ab${secret}`).toString('base64')}x`);
    expect((await search(secret, [own.root])).hits, 'the search itself finds what is there').toEqual([planted]);
  });
}
