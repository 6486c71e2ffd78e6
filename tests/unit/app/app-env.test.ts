/** What a test run writes into an app's .env. */
import { describe, expect, test } from 'vitest';
import { fillIn, writeInstallEnv, writeUpgradeEnv } from '../../../harness/app/app-env.ts';
import type { Recipe } from '../../../harness/settings/recipe-schema.ts';

const names = { domain: 'cryp-a1b2c3.lab.test', hosts: { sandbox: 'cryp-a1b2c3-sandbox.lab.test' } };
const where = { file: 'recipes/cryptpad.toml', key: 'env.URL' };
const recipe = {
  name: 'cryptpad', file: 'recipes/cryptpad.toml', hosts: { sandbox: 'SANDBOX_DOMAIN' },
  env: { URL: 'https://{domain}/', FRAME: '{hosts.sandbox}', TEMPLATE: '{user}' }, upgrade: { env: { COMPOSE_FILE: 'compose.yml:compose.{domain}.yml' } },
} as unknown as Recipe;

describe('placeholders', () => {
  test('become the names of this run, as often as they stand there', () => {
    expect(fillIn('{domain} {hosts.sandbox} {domain}', names, where)).toBe('cryp-a1b2c3.lab.test cryp-a1b2c3-sandbox.lab.test cryp-a1b2c3.lab.test');
  });

  test('of the app itself stay as they are', () => {
    expect(fillIn('{user} ${HOME} {{ domain }} {}', names, where)).toBe('{user} ${HOME} {{ domain }} {}');
  });

  test('for a host that the recipe has not are told with file, key and the hosts that it has', () => {
    expect(() => fillIn('{hosts.sandbx}', names, where)).toThrow(expect.objectContaining({
      code: 'ERR_ENV_PLACEHOLDER', fault: 'user', message: expect.stringContaining('recipes/cryptpad.toml: env.URL = "{hosts.sandbx}"'), wayOut: 'Use one of: {hosts.sandbox}.',
    }));
    expect(() => fillIn('{hosts.x}', { domain: 'd', hosts: {} }, where)).toThrow(expect.objectContaining({ wayOut: 'Name the host under [hosts] first.' }));
  });
});

test('an install writes hosts, values and no certificate resolver', () => {
  const env = new Map<string, string>();
  writeInstallEnv(env, recipe, names);
  expect(Object.fromEntries(env)).toEqual({
    LETS_ENCRYPT_ENV: '', SANDBOX_DOMAIN: 'cryp-a1b2c3-sandbox.lab.test', URL: 'https://cryp-a1b2c3.lab.test/', FRAME: 'cryp-a1b2c3-sandbox.lab.test', TEMPLATE: '{user}',
  });
});

test('an upgrade writes its own values alone', () => {
  const env = new Map<string, string>();
  writeUpgradeEnv(env, recipe, names);
  expect(Object.fromEntries(env)).toEqual({ COMPOSE_FILE: 'compose.yml:compose.cryp-a1b2c3.lab.test.yml' });
});

test('an app is told where to send its mail, at the install and by the head that it is upgraded to', () => {
  const sending = { ...recipe, hosts: {}, env: {}, upgrade: { env: {} }, mail: { env: { SMTP: 'smtp://{mail.host}:{mail.port}' } } } as unknown as Recipe;
  for (const write of [writeInstallEnv, writeUpgradeEnv]) {
    const env = new Map<string, string>();
    write(env, sending, { ...names, mail: { host: '198.18.0.1', port: 2525 } });
    expect(env.get('SMTP')).toBe('smtp://198.18.0.1:2525');
  }
  expect(() => fillIn('{mail.host}', names, where)).toThrow(expect.objectContaining({ code: 'ERR_ENV_PLACEHOLDER', wayOut: 'Tell the app under [mail.env] where to send.' }));
  expect(() => fillIn('{mail.hots}', { ...names, mail: { host: 'h', port: 25 } }, where)).toThrow(expect.objectContaining({ wayOut: 'Use one of: {mail.host}, {mail.port}.' }));
});
