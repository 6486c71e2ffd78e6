import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeptApp } from '../../../harness/app/kept.ts';
import { choose } from '../../../harness/cli/apps.ts';
import { table } from '../../../harness/cli/terminal.ts';

const app = (recipe: string, domain: string): KeptApp => ({ run: 'abc123', recipe, domain, url: `https://${domain}`, since: '2026-11-01T00:00:00Z', state: 'healthy' });
const kept = [app('ghost', 'ghos-1a2b3c.lab.test'), app('ghost', 'ghos-4d5e6f.lab.test'), app('n8n', 'n8n-778899.lab.test')];

describe('which app is meant', () => {
  test.each([
    ['its domain', 'ghos-4d5e6f.lab.test', 'ghos-4d5e6f.lab.test'],
    ['the first part of it', 'ghos-1a2b3c', 'ghos-1a2b3c.lab.test'],
    ['its recipe', 'n8n', 'n8n-778899.lab.test'],
  ])('%s', (_name, name, domain) => {
    expect(choose(kept, name, false).map(found => found.domain)).toEqual([domain]);
  });

  test('two candidates, none, and no name are told with the way out', () => {
    expect(() => choose(kept, 'ghost', false)).toThrow(/ERR_APP_AMBIGUOUS/);
    expect(() => choose(kept, 'n9n', false)).toThrow(/No kept app is called "n9n"[\s\S]*Did you mean n8n\?/);
    expect(() => choose(kept, undefined, false)).toThrow(/Which app\?[\s\S]*--all/);
    expect(choose(kept, undefined, true)).toEqual(kept);
  });
});

test('a table has columns', () => {
  expect(table([['a', 'long one', 'c'], ['aaaa', 'b', 'c']])).toBe('a     long one  c\naaaa  b         c');
});

describe('the command', () => {
  let folder: string;
  beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-cli-')); });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const repository = path.resolve(import.meta.dirname, '../../..');
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

  test('help exits 0', async () => {
    expect(await runCli('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('abra-facts') });
  });
});
