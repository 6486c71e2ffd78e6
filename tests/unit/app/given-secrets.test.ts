/** Given values of secrets in the recipe file, when an app is made, then these are inserted, abra generates the rest, and what is missing is told with file, key and way out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSecrets, secretsOf } from '../../../harness/app/app-secrets.ts';
import { givenSecret, requireGiven, requireKnown } from '../../../harness/app/given-secrets.ts';
import type { Workplace } from '../../../harness/app/workplace.ts';
import { silent } from '../../../harness/progress.ts';
import { EnvFile } from '../../../harness/recipe/env-file.ts';
import { SecretRegistry } from '../../../harness/run/secrets.ts';

const names = { domain: 'ghost.lab.test', hosts: {} };
const recipe = (secrets: Record<string, string>) => ({ name: 'ghost', overlay: undefined, file: 'recipes/ghost.toml', secrets });

describe('a value', () => {
  test('is what the recipe file says, with the names of the run filled in', () => {
    expect(givenSecret(recipe({ key: 'https://{domain}/' }), 'key', names)).toBe('https://ghost.lab.test/');
    expect(givenSecret(recipe({ key: 'x' }), 'other', names)).toBeUndefined();
  });

  test('comes from the environment as it stands there', () => {
    expect(givenSecret(recipe({ key: 'env:SMTP_KEY' }), 'key', names, { SMTP_KEY: ' {domain}\n' })).toBe(' {domain}\n');
  });

  test.each([['not set', {}], ['empty', { SMTP_KEY: '' }]])('that the environment lacks is told: %s', (what, environment) => {
    expect(() => givenSecret(recipe({ key: 'env:SMTP_KEY' }), 'key', names, environment)).toThrow(expect.objectContaining({
      code: 'ERR_SECRET_MISSING', fault: 'user', wayOut: 'Set SMTP_KEY to the value of that secret.',
      shortMessage: `recipes/ghost.toml: secrets.key = "env:SMTP_KEY": the environment variable SMTP_KEY is ${what}.`,
    }) as Error);
  });

  test('with a host that does not exist is refused without being told', () => {
    expect(() => givenSecret(recipe({ key: 'hush {hosts.x}' }), 'key', names)).toThrow(expect.objectContaining({
      code: 'ERR_ENV_PLACEHOLDER', message: expect.not.stringContaining('hush') as string, facts: { file: 'recipes/ghost.toml', key: 'secrets.key' },
    }) as Error);
  });
});

test('secrets that only a person can give are named when nobody gives them', () => {
  const declared = [{ name: 'smtp', manual: true }, { name: 'db', manual: false }, { name: 'key', manual: true }];
  expect(() => requireGiven(recipe({ smtp: 'x', key: 'y' }), declared)).not.toThrow();
  expect(() => requireGiven(recipe({ smtp: 'x' }), declared)).toThrow(expect.objectContaining({
    code: 'ERR_SECRET_MISSING', fault: 'user', shortMessage: expect.stringMatching(/^recipes\/ghost\.toml: secrets has no key, /) as string, wayOut: expect.stringContaining('[secrets]') as string,
  }) as Error);
});

test('a misspelt name is told with those that there are', () => {
  expect(() => requireKnown(recipe({ db_password: 'x' }), ['db_password'])).not.toThrow();
  expect(() => requireKnown(recipe({ db_pasword: 'x' }), ['db_password'])).toThrow(expect.objectContaining({ code: 'ERR_SECRET_UNKNOWN', fault: 'user', wayOut: 'Write db_password instead.' }) as Error);
  expect(() => requireKnown(recipe({ db: 'x' }), [])).toThrow(expect.objectContaining({ wayOut: 'Remove it; the recipe has no secrets.' }) as Error);
});

describe('the secrets of an app', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'given-')); });
  afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

  /** A place whose abra only notes what it is asked; `there` is on the server already. */
  function place(secrets: Record<string, string>, there: string[] = []) {
    const asked: string[][] = [];
    const registry = new SecretRegistry(join(folder, 'secrets.jsonl'));
    const secret = {
      insert: async (...[domain, name, version, value]: string[]) => { asked.push(['insert', domain ?? '', name ?? '', version ?? '', value ?? '']); },
      generate: async (domain: string) => { asked.push(['generate', domain]); return { db: 'made by abra' }; },
    };
    const workplace = {
      run: { folder, target: { zone: 'lab.test' }, secrets: registry, abra: () => ({ app: { secret } }) },
      recipe: recipe(secrets), names, progress: silent,
      checkout: { configs: () => [], secrets: () => [{ name: 'smtp_key', fullName: 'ghost_lab_test_smtp_key_v2' }, { name: 'db', fullName: 'ghost_lab_test_db_v1' }] },
      engine: { ask: (_what: string, request: () => unknown) => request(), docker: { listSecrets: async () => there.map(Name => ({ Spec: { Name } })) } },
    } as unknown as Workplace;
    return { workplace, asked, registry };
  }
  const env = EnvFile.parse('x.env', Buffer.from('SECRET_SMTP_KEY_VERSION=v2 # generate=false\nSECRET_DB_VERSION=v1\n'));

  test('are inserted where the recipe file gives them, then generated; all are known to later workers and masked', async () => {
    const { workplace, asked, registry } = place({ smtp_key: 'from the file' });
    await makeSecrets(workplace, env);
    expect(asked).toEqual([['insert', 'ghost.lab.test', 'smtp_key', 'v2', 'from the file'], ['generate', 'ghost.lab.test']]);
    expect(Object.fromEntries(await secretsOf({ folder }, 'ghost.lab.test'))).toEqual({ smtp_key: 'from the file', db: 'made by abra' });
    expect(registry.mask('from the file, made by abra')).toBe('***ghost secret smtp_key***, ***ghost secret db***');
  });

  test('that are on the server from an earlier version are left as they are', async () => {
    const { workplace, asked } = place({ smtp_key: 'from the file', db: 'chosen' }, ['ghost_lab_test_smtp_key_v2', 'ghost_lab_test_db_v10']);
    await makeSecrets(workplace, env);
    expect(asked).toEqual([['insert', 'ghost.lab.test', 'db', 'v1', 'chosen']]);
  });

  test('are refused before abra is asked for anything, when one is missing', async () => {
    const { workplace, asked } = place({});
    await expect(makeSecrets(workplace, env)).rejects.toMatchObject({ code: 'ERR_SECRET_MISSING', facts: { secrets: ['smtp_key'] } });
    expect(asked).toEqual([]);
  });
});
