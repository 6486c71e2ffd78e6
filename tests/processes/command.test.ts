import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

describe('the command', () => {
  let folder: string;
  beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-cli-')); });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const repository = path.resolve(import.meta.dirname, '../..');
  const runCli = (...args: string[]) => new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
    execFile(path.join(repository, 'node_modules/node/bin/node'), [path.join(repository, 'harness/cli/main.ts'), ...args], {
      cwd: folder, env: { ...process.env, RECIPE_HARNESS_STATE: path.join(folder, 'state') },
    }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }));
  });

  test('lists nothing where nothing is kept', async () => {
    expect(await runCli('apps')).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is kept.') });
    expect(await runCli('apps', 'list', '--json')).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  test("the user's mistakes exit 2 in one message", async () => {
    expect(await runCli('apps', 'rm', 'x')).toMatchObject({ code: 2, stderr: expect.stringContaining('ERR_APP_UNKNOWN') });
    expect((await runCli('aps')).code).toBe(2);
    writeFileSync(path.join(folder, 'harness.toml'), '[tagret]\n');
    const { code, stderr } = await runCli('apps');
    expect(code).toBe(2);
    expect(stderr).toMatch(/harness.toml[\s\S]*tagret/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test.each<[string, object, RegExp]>([
    ['a lab that is down', {}, /cust-1a2b3c\.lab\.test was kept in the lab, and the lab is not up\. \[ERR_KEPT_OUT_OF_REACH, [\s\S]*Way out: Run `npm run lab:up`, then this again/],
    ['a server that is down', { target: { docker: 'unix:///nowhere/docker.sock' } }, /kept at unix:\/\/\/nowhere\/docker\.sock, and that engine does not answer\./],
  ])('an app kept on %s is not removed, and the message says why', async (_name, settings, message) => {
    const run = path.join(folder, 'state/runs/abcdef');
    mkdirSync(run, { recursive: true });
    writeFileSync(path.join(run, 'run.json'), JSON.stringify({ id: 'abcdef', settings: { keep: true, ...settings }, target: { docker: 'unix:///nowhere/docker.sock' }, createdAt: '' }));
    const facts = { domain: 'cust-1a2b3c.lab.test', stack: 'cust-1a2b3c_lab_test', recipe: 'custom-html', slot: 0, chain: 'fresh', hosts: {}, instance: 'i' };
    const records = [{ kind: 'intent', act: 'install', app: facts }, { kind: 'done', act: 'install', domain: facts.domain, identity: { commit: 'c' } }];
    writeFileSync(path.join(run, 'ledger.jsonl'), records.map(record => `${JSON.stringify({ at: '2026-11-01T00:00:00Z', ...record })}\n`).join(''));
    rmSync(path.join(folder, 'harness.toml'), { force: true });
    const { code, stderr } = await runCli('apps', 'rm', 'custom-html');
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(3);
    expect((await runCli('apps')).stdout, 'it stays on the list').toContain(facts.domain);
  });

  test('overlays are listed with where they come from, and fetched by a step of their own', async () => {
    const recipe = path.join(folder, 'recipes');
    mkdirSync(path.join(folder, 'overlays/blog'), { recursive: true });
    mkdirSync(recipe, { recursive: true });
    for (const name of ['blog', 'shop']) writeFileSync(path.join(recipe, `${name}.toml`), 'memory = "64M"\n[source]\ncatalogue = "x"\n');
    writeFileSync(path.join(folder, 'harness.toml'), '[overlays]\napproved = ["shop"]\n');
    expect((await runCli('overlays')).stdout.split('\n').slice(1)).toEqual([
      `blog    ${path.join(folder, 'overlays/blog')}`, 'shop    its own, not fetched: `npx recipe-harness overlays fetch shop`',
    ].map(start => expect.stringContaining(start) as string).concat(''));
    expect(await runCli('overlays', 'fetch', 'blog')).toMatchObject({ code: 2, stderr: expect.stringContaining('blog is not on the approved list') });
    rmSync(path.join(folder, 'harness.toml'));
  });

  test('help exits 0', async () => {
    expect(await runCli('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('abra-facts') });
  });
});
