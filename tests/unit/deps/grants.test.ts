/** Given a recipe file with [sso], when an app is prepared, then env and secrets carry what its provider granted, and a mistake is told before anything is deployed. */
import { describe, expect, test } from 'vitest';
import { fillIn, writeInstallEnv, writeUpgradeEnv } from '../../../harness/app/app-env.ts';
import { givenSecret, requireGiven, requireKnown } from '../../../harness/app/given-secrets.ts';
import type { Grants, SsoValues } from '../../../harness/app/grants.ts';
import { configured } from '../../../harness/deps/configured.ts';
import { madeUpGrants } from '../../../harness/deps/made-up-grants.ts';
import { defineOverlay, type Surroundings } from '../../../harness/data/overlay.ts';
import { type Recipe, recipeSchema } from '../../../harness/settings/recipe-schema.ts';

const recipeOf = (more: object): Recipe => ({ ...recipeSchema.parse({ source: { catalogue: 'docs' }, memory: '64M', ...more }), name: 'docs', file: 'recipes/docs.toml', overlay: undefined });
const recipe = recipeOf({
  requires: ['minio'],
  sso: { provider: 'keycloak', env: { OIDC_ISSUER: '{sso.issuer}', OIDC_CLIENT: '{sso.client_id}' }, secrets: { oidc_secret: '{sso.client_secret}' } },
  env: { S3: 'https://{apps.minio}/' },
});
const sso = { issuer: 'https://keyc.lab.test/realms/docs', client_id: 'docs', client_secret: 'hush' } as SsoValues;
const grants: Grants = { apps: { minio: 'mini.lab.test', keycloak: 'keyc.lab.test' }, sso, env: { OIDC_EXTRA: 'by the hook' }, secrets: { by_hook: 'hush too' } };
const names = { domain: 'docs.lab.test', hosts: {}, grants };

function written(write: typeof writeInstallEnv): Record<string, string> {
  const env: Record<string, string> = {};
  write({ set: (key, value) => env[key] = value }, recipe, names);
  return env;
}

test('the only deploy finds issuer, client and the other apps in its env', () => {
  expect(written(writeInstallEnv)).toMatchObject({ OIDC_ISSUER: sso.issuer, OIDC_CLIENT: 'docs', S3: 'https://mini.lab.test/', OIDC_EXTRA: 'by the hook' });
});

test('a new version gets what it may be the first to ask for', () => {
  expect(written(writeUpgradeEnv)).toEqual({ OIDC_ISSUER: sso.issuer, OIDC_CLIENT: 'docs', OIDC_EXTRA: 'by the hook' });
});

describe('a secret', () => {
  test('is made with the value that the provider knows', () => {
    expect(givenSecret(recipe, 'oidc_secret', names)).toBe('hush');
    expect(givenSecret(recipe, 'by_hook', names)).toBe('hush too');
  });

  test('that is left to a person is given so', () => {
    const manual = [{ name: 'oidc_secret', manual: true }, { name: 'by_hook', manual: true }];
    expect(() => requireGiven(recipe, manual, grants.secrets)).not.toThrow();
    expect(() => requireGiven(recipe, manual)).toThrow(expect.objectContaining({ facts: expect.objectContaining({ secrets: ['by_hook'] }) as object }) as Error);
  });

  test('that the hook gives and no service uses is misspelt as well', () => {
    expect(() => requireKnown(recipe, ['oidc_secret', 'by_hook'], grants.secrets)).not.toThrow();
    expect(() => requireKnown(recipe, ['oidc_secret', 'by_hooks'], grants.secrets)).toThrow(expect.objectContaining({
      code: 'ERR_SECRET_UNKNOWN', shortMessage: 'The hook configure of the overlay docs: secrets.by_hook: no service of the recipe uses a secret of that name.', wayOut: 'Write by_hooks instead.',
    }) as Error);
  });

  test('that no service uses is misspelt, and its key says where', () => {
    expect(() => requireKnown(recipe, ['oidc_secrets'])).toThrow(expect.objectContaining({ code: 'ERR_SECRET_UNKNOWN', message: expect.stringContaining('sso.secrets.oidc_secret') as string, wayOut: 'Write oidc_secrets instead.' }) as Error);
  });
});

describe('a placeholder that names nothing', () => {
  test.each([
    ['{sso.isuer}', 'which is no value of its single sign-on', /\{sso\.issuer\}/],
    ['{apps.mino}', 'which is no recipe that this one depends on', /\{apps\.minio\}/],
  ])('%s is refused with those that there are', (placeholder, says, wayOut) => {
    expect(() => fillIn(placeholder, names, { file: recipe.file, key: 'env.X' })).toThrow(expect.objectContaining({
      code: 'ERR_ENV_PLACEHOLDER', fault: 'user', shortMessage: expect.stringContaining(says) as string, wayOut: expect.stringMatching(wayOut) as string,
    }) as Error);
  });

  test('says what to declare where nothing is granted at all', () => {
    expect(() => fillIn('{sso.issuer}', { domain: 'x', hosts: {} }, { file: recipe.file, key: 'env.X' })).toThrow(expect.objectContaining({ wayOut: 'Name the provider under [sso] first.' }) as Error);
  });
});

test('grants made up for the check of the files have every key that a run will have', () => {
  const made = madeUpGrants(recipe, undefined, names);
  expect(Object.keys(made?.apps ?? {})).toEqual(['minio', 'keycloak']);
  expect(made?.sso?.issuer).toBe('https://keycloak.test/issuer');
  expect(madeUpGrants(recipeOf({}), undefined, names)).toBeUndefined();
});

describe('the hook configure', () => {
  const given: Surroundings = { domain: 'docs.lab.test', hosts: {}, apps: {}, sso };

  test('says what templates cannot', () => {
    const overlay = defineOverlay({ configure: ({ sso, domain }) => ({ env: { PROVIDERS: JSON.stringify([{ issuer: sso?.issuer, at: domain }]) } }) });
    expect(configured(recipe, overlay, given)).toEqual({ env: { PROVIDERS: `[{"issuer":"${sso.issuer}","at":"docs.lab.test"}]` }, secrets: {} });
  });

  test.each([
    ['env', { env: { S3: 'x' } }, 'sets env.S3, and recipes/docs.toml sets env.S3 as well'],
    ['env of the login', { env: { OIDC_ISSUER: 'x' } }, 'sets env.OIDC_ISSUER, and recipes/docs.toml sets sso.env.OIDC_ISSUER as well'],
    ['env of the mail', { env: { SMTP_HOST: 'x' } }, 'sets env.SMTP_HOST, and recipes/docs.toml sets mail.env.SMTP_HOST as well'],
    ['a host', { env: { API_DOMAIN: 'x' } }, 'sets env.API_DOMAIN, and recipes/docs.toml sets hosts.api as well'],
    ['a secret', { secrets: { smtp: 'x' } }, 'sets secrets.smtp, and recipes/docs.toml sets secrets.smtp as well'],
    ['a secret of the login', { secrets: { oidc_secret: 'x' } }, 'sets secrets.oidc_secret, and recipes/docs.toml sets sso.secrets.oidc_secret as well'],
  ])('and the recipe\'s file may not both set %s: each place is named, and no value', (_what, set, says) => {
    const both = { ...recipe, overlay: '/overlays/docs', hosts: { api: 'API_DOMAIN' }, secrets: { smtp: 'hush' }, mail: { env: { SMTP_HOST: '{mail.host}' } } };
    expect(() => configured(both, defineOverlay({ configure: () => set }), given)).toThrow(expect.objectContaining({
      code: 'ERR_OVERLAY_CONFIGURE', fault: 'user', shortMessage: `The hook configure of the overlay /overlays/docs ${says}.`, wayOut: expect.stringContaining('one of them'),
    }) as Error);
  });

  test.each([
    ['that throws', { configure: () => { throw new Error('no such provider'); } }, 'The hook configure of the overlay docs throws.'],
    ['that returns no text', { configure: () => ({ env: { PORT: 443 as unknown as string } }) }, 'The hook configure of the overlay docs returns number for PORT.'],
  ])('%s is the mistake of its author', (_what, overlay, shortMessage) => {
    expect(() => configured(recipe, overlay, given)).toThrow(expect.objectContaining({ code: 'ERR_OVERLAY_CONFIGURE', fault: 'user', shortMessage }) as Error);
  });
});

test.each([
  ['env', { env: { OIDC_ISSUER: 'x' }, sso: { provider: 'keycloak', env: { OIDC_ISSUER: '{sso.issuer}' } } }, ['sso', 'env', 'OIDC_ISSUER']],
  ['secrets', { secrets: { key: 'x' }, sso: { provider: 'keycloak', secrets: { key: '{sso.client_secret}' } } }, ['sso', 'secrets', 'key']],
])('one key with two values is refused: %s', (_what, more, path) => {
  expect(recipeSchema.safeParse({ source: { catalogue: 'docs' }, memory: '64M', ...more }).error?.issues).toMatchObject([{ path }]);
});
