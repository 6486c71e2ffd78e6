/** What secrets are declared, and what their values look like. */
import { expect, test } from 'vitest';
import type { App } from '../../../lab/abra/app/find.ts';
import type { Compose } from '../../../lab/abra/compose/load.ts';
import { declaredSecrets, modifiers } from '../../../lab/abra/compose/secrets.ts';
import { parseEnv, parseEnvLines } from '../../../lab/abra/env/parse.ts';
import { passphrase, randomValue } from '../../../lab/abra/secret/value.ts';

function declared(envText: string, merged: Compose['merged']): ReturnType<typeof declaredSecrets> {
  const env = parseEnv(envText);
  const app: App = { domain: 'a.lab.test', server: 'lab', path: '', recipe: 'a', version: undefined, stack: 'a_lab_test', env, lines: parseEnvLines(envText) };
  return declaredSecrets(app, { folder: '', files: [], version: '3.8', variables: {}, merged });
}

test('only used secrets count, with version and modifiers of lines in force', () => {
  const merged = {
    secrets: { db_password: { external: true, name: 'a_lab_test_db_password_v2' }, jwt: { external: true, name: 'a_lab_test_jwt_v1' }, idle: { external: true } },
    services: { app: { secrets: ['db_password', { source: 'jwt', target: '/jwt' }] }, db: { secrets: ['db_password'] } },
  };
  expect(declared('SECRET_DB_PASSWORD_VERSION=v2 # length=12\n#SECRET_JWT_VERSION=v1 # length=43', merged)).toEqual([
    { name: 'db_password', fullName: 'a_lab_test_db_password_v2', version: 'v2', length: 12, charset: undefined, generate: true },
    // The modifiers of a commented-out line do not count: the value gets the default shape.
    { name: 'jwt', fullName: 'a_lab_test_jwt_v1', version: 'v1', length: undefined, charset: undefined, generate: true },
  ]);
});

test('modifiers', () => {
  expect(modifiers('length=32 charset=default,special')).toEqual({ length: 32, charset: 'default,special', generate: true });
  expect(modifiers('generate=false')).toEqual({ length: undefined, charset: undefined, generate: false });
});

test('values have the length and the alphabet asked for', () => {
  expect(randomValue(128)).toMatch(/^[A-Za-z0-9]{128}$/);
  expect(randomValue(64, 'hex')).toMatch(/^[0-9a-f]{64}$/);
  expect(passphrase()).toMatch(/^([a-z]{6}-){5}[a-z]{6}$/);
  expect(randomValue(32)).not.toBe(randomValue(32));
});
