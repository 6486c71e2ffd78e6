/** Given a run whose app sends mail, when it does, then the run's processes read it, and nobody learns from a report what it opens. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Catcher, catchMail, startCatcher } from '../../../harness/mail/catcher.ts';
import { mailsIn, readKeptMail } from '../../../harness/mail/folder.ts';
import { mailServerOf } from '../../../harness/mail/server-file.ts';
import { emptyRunFolder } from '../../../harness/run/run-folders.ts';
import { SecretRegistry } from '../../../harness/run/secrets.ts';
import type { Recipe } from '../../../harness/settings/recipe-schema.ts';
import { send } from './send.ts';

const here = '127.0.0.1';
const message = 'From: App <app@example.org>\nTo: Ada@example.org\nSubject: =?utf-8?q?482913_is_your_code?=\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nWW91ciBjb2RlOiA0ODI5MTM=\n';

let folder: string;
let catchers: Catcher[];
let run: { folder: string; secrets: SecretRegistry };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mail-'));
  run = { folder, secrets: new SecretRegistry(join(folder, 'secrets.jsonl')) };
  catchers = [];
});
afterEach(async () => {
  for (const catcher of catchers) await catcher.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<Catcher> {
  const catcher = await startCatcher(run, here);
  catchers.push(catcher);
  return catcher;
}

const kept = async () => Promise.all((await mailsIn(folder)).map(name => readKeptMail(folder, name)));

test('a mail is kept as it can be read, for its envelope\'s recipients, in files of the run\'s own user', async () => {
  const server = await start();

  await send(server, { to: ['Ada@Example.org', 'hidden@example.org'], message });

  expect(await kept()).toEqual([expect.objectContaining({ from: 'app@example.org', to: ['ada@example.org', 'hidden@example.org'], subject: '482913 is your code', text: expect.stringContaining('Your code: 482913') })]);
  const mails = join(folder, 'mail');
  expect(statSync(mails).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(mails)) expect(statSync(join(mails, file)).mode & 0o777, file).toBe(0o600);
});

test('what a mail opens is masked from then on', async () => {
  await send(await start(), { to: ['ada@example.org'], message });
  expect(run.secrets.mask('typed 482913')).toBe('typed ***secret of a mail to ada@example.org***');
});

test('a client may log in, with whatever it has, and is offered no TLS', async () => {
  const said = await send(await start(), { to: ['ada@example.org'], message, login: true });
  expect(said.at(2)).toMatch(/^235/);
  expect(said.at(-1)).toMatch(/^250/);
});

describe('bounds', () => {
  test('a mail that is too large is refused, and the next one taken', async () => {
    const server = await start();
    const said = await send(server, { to: ['ada@example.org'], message: `Subject: large\n\n${'x'.repeat(70)}\n`.concat(`${'x'.repeat(70)}\n`.repeat(80_000)) });
    expect(said.at(-1)).toMatch(/^552/);
    await send(server, { to: ['ada@example.org'], message });
    expect(await kept()).toHaveLength(1);
  });

  test('an app that sends in a loop is refused at last', async () => {
    const server = await start();
    const answers = await Promise.all(Array.from({ length: 25 }, async () => {
      const said: (string | undefined)[] = [];
      for (let nth = 0; nth < 41; nth++) said.push((await send(server, { to: ['ada@example.org'], message })).at(-1));
      return said;
    }));
    const refused = answers.flat().filter(said => said?.startsWith('452'));
    expect(refused).toHaveLength(25 * 41 - 1_000);
    expect(refused[0]).toContain('this run has taken 1000 mails');
  }, 30_000);
});

test('a run that is taken up again listens where its kept apps send to, and numbers on', async () => {
  const first = await start();
  await send(first, { to: ['ada@example.org'], message });
  await first.close();

  const second = await start();
  expect(second.port).toBe(first.port);
  expect(mailServerOf(folder)).toEqual({ host: here, port: first.port });
  await send(second, { to: ['bob@example.org'], message });
  expect((await kept()).map(({ to }) => to)).toEqual([['ada@example.org'], ['bob@example.org']]);
});

test('its end leaves no mail, and a mail that comes after it is refused', async () => {
  const server = await start();
  await send(server, { to: ['ada@example.org'], message });
  await emptyRunFolder(folder, 'kept');
  expect(readdirSync(folder)).toEqual(['secrets.jsonl']);
  expect((await send(server, { to: ['ada@example.org'], message })).at(-1)).toMatch(/^4|^5/);
  expect(readdirSync(folder)).toEqual(['secrets.jsonl']);
});

describe('where nobody can listen', () => {
  const recipe = { name: 'blog', file: 'recipes/blog.toml', mail: { env: {} } } as unknown as Recipe;
  const target = { mail_address: undefined as string | undefined };
  const asRun = () => ({ ...run, target, settings: { file: 'harness.toml' } }) as unknown as Parameters<typeof catchMail>[0];

  test('a target that does not say where is the user\'s to mend; a run whose recipes send nothing needs none', async () => {
    await expect(catchMail(asRun(), [recipe])).rejects.toMatchObject({ code: 'ERR_MAIL_ADDRESS', fault: 'user', message: expect.stringContaining('recipes/blog.toml') });
    expect(await catchMail(asRun(), [{ ...recipe, mail: undefined }])).toBeUndefined();
  });

  test('an address of another machine is told', async () => {
    await expect(startCatcher(run, '192.0.2.1')).rejects.toMatchObject({ code: 'ERR_MAIL_LISTEN', fault: 'user', message: expect.stringContaining('192.0.2.1') });
  });

  test('a port of a kept run that somebody else has meanwhile is told', async () => {
    const { port, close } = await start();
    await close();
    const other = createServer().listen(port, here);
    await once(other, 'listening');
    try {
      await expect(startCatcher(run, here)).rejects.toMatchObject({ code: 'ERR_MAIL_LISTEN', fault: 'environment', message: expect.stringContaining(String(port)) });
    } finally {
      other.close();
    }
  });
});
