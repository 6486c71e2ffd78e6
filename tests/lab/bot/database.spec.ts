/** The recipe kinto keeps its database through the bot as Co-op Cloud's recipes do: dumped before, dropped and reloaded after. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test as base } from '@playwright/test';
import { spawn } from 'node-pty';
import { assertConverges } from '../../../harness/http/wait.ts';
import { ensureImages } from '../../../lab/images/ensure.ts';
import { readLab } from '../../../lab/state.ts';
import { labFolder, labHttp } from '../lab.ts';

const [from, to] = ['1.0.0+23.3.2', '2.0.0+26.5.0'] as const;

interface Operator {
  abraDir: string;
  domain: string;
  abra: (...args: string[]) => Promise<string>;
}

const test = base.extend<{ operator: Operator }>({
  operator: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'kinto-'));
    const abraDir = join(home, 'abra');
    const domain = `kint-${randomBytes(3).toString('hex')}.lab.test`;
    mkdirSync(join(abraDir, 'servers', 'lab'), { recursive: true });
    cpSync(join(labFolder(), 'catalogue'), join(abraDir, 'catalogue'), { recursive: true });
    const abra = (...args: string[]): Promise<string> => new Promise((resolve, reject) => {
      const env = { PATH: process.env['PATH'] ?? '', HOME: home, TERM: 'xterm', ABRA_DIR: abraDir };
      const terminal = spawn(join(labFolder(), 'bin', 'abra'), args, { cols: 180, rows: 50, cwd: home, env });
      let output = '';
      terminal.onData((text) => (output += stripVTControlCharacters(text)));
      terminal.onExit(({ exitCode }) => exitCode === 0 ? resolve(output) : reject(new Error(`abra ${args.join(' ')}: ${output}`)));
    });
    await use({ abraDir, domain, abra });
    await abra('app', 'undeploy', domain, '-n').catch(() => undefined);
    await abra('app', 'remove', domain, '-n', '--force');
    rmSync(home, { recursive: true });
  },
});

test('a record lives through wipe and restore, through an upgrade that migrates it, and through the loss of everything', async ({ operator: { abraDir, domain, abra } }) => {
  test.setTimeout(300_000);
  await ensureImages(readLab(labFolder()), ['lab/postgres:15', 'lab/kinto:23.3.2', 'lab/kinto:26.5.0'], () => undefined);
  const author = labHttp(`https://${domain}`).as({ headers: { authorization: `Basic ${btoa('author:password')}` } });
  const record = '/v1/buckets/default/collections/notes/records/one';
  const text = randomBytes(8).toString('hex');
  // The pool of connections is dead for a moment after a restore.
  const read = async () => (await assertConverges(async () => (await author.get(record)).expectStatus(200, 404), { what: 'an answer after the restore', deadlineSeconds: 20 }));

  await abra('app', 'new', 'kinto', from, '--domain', domain, '--server', 'lab', '--secrets', '-n');
  await abra('app', 'deploy', domain, '-n', '-D');
  (await author.put(record, { json: { data: { text } } })).expectStatus(201);
  const snapshot = /"snapshot_id": "([0-9a-f]+)"/.exec(await abra('app', 'backup', 'create', domain, '-n'))?.[1] ?? '';

  await test.step('wiped and restored in place', async () => {
    (await author.delete(record)).expectStatus(200);
    (await author.get(record)).expectStatus(404);
    await abra('app', 'restore', domain, snapshot, '-n');
    expect((await read()).text()).toContain(text);
  });

  await test.step('upgraded: a new secret, a new server, migrated tables', async () => {
    execFileSync('git', ['-C', join(abraDir, 'recipes', 'kinto'), 'checkout', '--quiet', to]);
    appendFileSync(join(abraDir, 'servers', 'lab', `${domain}.env`), '\nSECRET_ADMIN_PASSWORD_VERSION=v1 # length=32\n');
    await abra('app', 'secret', 'generate', domain, '--all', '-n', '-C');
    await abra('app', 'upgrade', domain, to, '-n', '-D');
    expect((await author.get('/v1/')).json<{ project_version: string }>().project_version).toBe('26.5.0');
    expect((await read()).text()).toContain(text);
  });

  await test.step('lost with all volumes, deployed anew, restored into the newer version', async () => {
    await abra('app', 'backup', 'create', domain, '-n');
    await abra('app', 'undeploy', domain, '-n');
    await assertConverges(() => abra('app', 'volume', 'rm', domain, '-n'), { what: 'the volumes let go', deadlineSeconds: 30 });
    await abra('app', 'deploy', domain, '-n', '-D');
    (await author.get(record)).expectStatus(404);
    await abra('app', 'restore', domain, '-n');
    expect((await read()).text()).toContain(text);
  });
});
