/** What authentik is asked, beside what its published client would ask: no authentik can be run here. */
import * as published from '@goauthentik/api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { silent } from '../../../harness/progress.ts';
import { authentik } from '../../../harness/sso/authentik.ts';
import { appPasswordBody, applicationBody, providerBody, userBody } from '../../../harness/sso/authentik-bodies.ts';
import { fromWire, toWire } from '../../../harness/sso/authentik-wire.ts';
import type { ProvisionRequest, SsoProvider } from '../../../harness/sso/provider.ts';
import { plain, type PublishedCall, sentBy } from './published-client.ts';
import { type Foreseen, StrictServer } from './strict-server.ts';

const request: ProvisionRequest = {
  realm: 'whoa-4d5e6f',
  client: { id: 'whoa-client', secret: 'client-secret-value' },
  users: [
    { username: 'ada.berg1', password: 'first-password', email: 'ada.berg1@example.org', firstName: 'Ada', lastName: 'Berg' },
    { username: 'otto.costa2', password: 'second-password', email: 'otto.costa2@example.org', firstName: 'Otto', lastName: 'Costa' },
  ],
  redirectUris: ['https://whoa.lab.test/*', 'https://whoa.lab.test/callback'],
};
const [ada, otto] = request.users;
const furniture = { authorizationFlow: 'flow-a', invalidationFlow: 'flow-i', signingKey: 'key-rsa', scopes: ['s-openid', 's-email'] };

let server: StrictServer;
let provider: SsoProvider;
beforeAll(async () => {
  server = await StrictServer.start();
  provider = authentik({ url: server.url, target: server.target, admin: { username: 'akadmin', secret: 'admin-token-value' } });
});
afterEach(() => server.allAsked());
afterAll(async () => {
  await provider.close();
  await server.close();
});

const page = (results: unknown[], next = 0) => ({ pagination: { next, previous: 0, count: results.length, current: 1, total_pages: 1, start_index: 1, end_index: 1 }, results, autocomplete: {} });
const flow = (slug: string, pk: string): Foreseen => ({ request: `GET /api/v3/flows/instances/${slug}/`, json: { pk } });
const nothingThere: Foreseen[] = [
  { request: 'DELETE /api/v3/core/applications/whoa-4d5e6f/', status: 404, json: { detail: 'Not found.' } },
  { request: 'GET /api/v3/providers/oauth2/?name=whoa-4d5e6f&page=1&page_size=100', json: page([]) },
  { request: 'GET /api/v3/core/users/?path=recipe-harness%2Fwhoa-4d5e6f&page=1&page_size=100', json: page([]) },
];
const looks: Foreseen[] = [
  { request: 'GET /api/v3/crypto/certificatekeypairs/?has_key=true&page=1&page_size=100', json: page([{ pk: 'key-ec', key_type: 'ec', private_key_available: true }, { pk: 'key-rsa', key_type: 'rsa', private_key_available: true }]) },
  {
    request: 'GET /api/v3/propertymappings/provider/scope/?page=1&page_size=100',
    json: page([
      { pk: 's-openid', scope_name: 'openid', managed: 'goauthentik.io/providers/oauth2/scope-openid' },
      { pk: 's-api', scope_name: 'goauthentik.io/api', managed: 'goauthentik.io/providers/oauth2/scope-authentik_api' },
      { pk: 's-email', scope_name: 'email', managed: 'goauthentik.io/providers/oauth2/scope-email' },
      { pk: 's-own', scope_name: 'email', managed: null },
    ]),
  },
  flow('default-provider-authorization-implicit-consent', 'flow-a'),
  flow('default-provider-invalidation-flow', 'flow-i'),
];
const user = (username: string, pk: number): Foreseen[] => {
  const identifier = `whoa-4d5e6f-${username.replace('.', '-')}`;
  return [
    { request: 'POST /api/v3/core/users/', status: 201, json: { pk, username } },
    { request: `POST /api/v3/core/users/${pk}/set_password/`, status: 204 },
    { request: 'POST /api/v3/core/tokens/', status: 201, json: { pk: 'token', identifier } },
    { request: `POST /api/v3/core/tokens/${identifier}/set_key/`, status: 204 },
  ];
};

test('says in so many words that it is unproven', () => {
  expect(provider.unproven).toContain('no authentik has ever been asked');
});

describe('bodies', () => {
  test.each([
    ['user', userBody(request.realm, ada), published.UserRequestToJSON],
    ['app password', appPasswordBody(request.realm, ada, 7), published.TokenRequestToJSON],
    ['provider', providerBody(request, furniture), published.OAuth2ProviderRequestToJSON],
    ['application', applicationBody(request.realm, 5), published.ApplicationRequestToJSON],
  ] as const)('of the %s are on the wire what the published client would send', (_what, body, toJson) => {
    const sent = JSON.parse(JSON.stringify((toJson as (body: unknown) => unknown)(body)));
    expect(toWire(body)).toEqual(sent);
  });

  test('take a star at the end of a redirect URI for every path below, and nothing else for a pattern', () => {
    const uris = providerBody({ ...request, postLogoutRedirectUris: ['https://whoa.lab.test/bye'] }, furniture).redirectUris;
    expect(uris).toEqual([
      { matchingMode: 'regex', url: 'https://whoa\\.lab\\.test/.*', redirectUriType: 'authorization' },
      { matchingMode: 'strict', url: 'https://whoa.lab.test/callback', redirectUriType: 'authorization' },
      { matchingMode: 'strict', url: 'https://whoa.lab.test/bye', redirectUriType: 'logout' },
    ]);
  });

  test('of answers read as the published client reads them', () => {
    const wire = { pk: 'k', name: 'n', key_type: 'rsa', private_key_available: true, fingerprint_sha256: 'f', managed: null };
    expect(published.CertificateKeyPairFromJSON(wire)).toMatchObject(fromWire(wire) as object);
  });
});

test('every request is one that the published client makes, path and body', async () => {
  server.foresee(
    ...nothingThere, ...looks, ...user(ada.username, 7), ...user(otto.username, 8),
    { request: 'POST /api/v3/providers/oauth2/', status: 201, json: { pk: 5 } },
    { request: 'POST /api/v3/core/applications/', status: 201, json: { pk: 'a' } },
  );
  expect(await provider.provision(request, silent)).toEqual({
    realm: 'whoa-4d5e6f', issuer: `${server.url}/application/o/whoa-4d5e6f/`, client: request.client, users: request.users,
  });
  expect(new Set(server.seen.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer admin-token-value']));

  const asked = server.seen.map(({ request: line, body }) => plain(line, body));
  const made = async (call: PublishedCall) => expect(asked).toContainEqual(await sentBy(call));
  await made(to => new published.CoreApi(to).coreApplicationsDestroy({ slug: 'whoa-4d5e6f' }));
  await made(to => new published.ProvidersApi(to).providersOauth2List({ name: 'whoa-4d5e6f', page: 1, pageSize: 100 }));
  await made(to => new published.CoreApi(to).coreUsersList({ path: 'recipe-harness/whoa-4d5e6f', page: 1, pageSize: 100 }));
  await made(to => new published.CryptoApi(to).cryptoCertificatekeypairsList({ hasKey: true, page: 1, pageSize: 100 }));
  await made(to => new published.PropertymappingsApi(to).propertymappingsProviderScopeList({ page: 1, pageSize: 100 }));
  await made(to => new published.FlowsApi(to).flowsInstancesRetrieve({ slug: 'default-provider-authorization-implicit-consent' }));
  await made(to => new published.CoreApi(to).coreUsersCreate({ userRequest: userBody(request.realm, otto) }));
  await made(to => new published.CoreApi(to).coreUsersSetPasswordCreate({ id: 8, userPasswordSetRequest: { password: 'second-password' } }));
  await made(to => new published.CoreApi(to).coreTokensCreate({ tokenRequest: appPasswordBody(request.realm, otto, 8) }));
  await made(to => new published.CoreApi(to).coreTokensSetKeyCreate({ identifier: 'whoa-4d5e6f-otto-costa2', tokenSetKeyRequest: { key: 'second-password' } }));
  await made(to => new published.ProvidersApi(to).providersOauth2Create({ oAuth2ProviderRequest: providerBody(request, furniture) }));
  await made(to => new published.CoreApi(to).coreApplicationsCreate({ applicationRequest: applicationBody('whoa-4d5e6f', 5) }));
});

describe('what is forgotten', () => {
  test('is the application, its provider and the users of its folder, and nobody else', async () => {
    server.foresee(
      { request: 'DELETE /api/v3/core/applications/whoa-4d5e6f/', status: 204 },
      { request: 'GET /api/v3/providers/oauth2/?name=whoa-4d5e6f&page=1&page_size=100', json: page([{ pk: 5, name: 'whoa-4d5e6f' }, { pk: 6, name: 'somebody' }]) },
      { request: 'DELETE /api/v3/providers/oauth2/5/', status: 204 },
      { request: 'GET /api/v3/core/users/?path=recipe-harness%2Fwhoa-4d5e6f&page=1&page_size=100', json: page([{ pk: 7, path: 'recipe-harness/whoa-4d5e6f' }, { pk: 1, path: 'users' }]) },
      { request: 'DELETE /api/v3/core/users/7/', status: 204 },
    );
    await provider.forget('whoa-4d5e6f');
  });

  test('is found again by the folders of its users, on every page of them', async () => {
    server.foresee(
      { request: 'GET /api/v3/core/users/?path_startswith=recipe-harness%2F&page=1&page_size=100', json: page([{ path: 'recipe-harness/one' }, { path: 'recipe-harness/one' }], 2) },
      { request: 'GET /api/v3/core/users/?path_startswith=recipe-harness%2F&page=2&page_size=100', json: page([{ path: 'recipe-harness/two' }]) },
    );
    expect(await provider.realms()).toEqual(['one', 'two']);
  });
});

describe('an authentik', () => {
  test('that refuses the token is told as such, without the token', async () => {
    server.foresee({ request: 'DELETE /api/v3/core/applications/whoa-4d5e6f/', status: 403, json: { detail: 'Token invalid/expired' } });
    const error = await provider.forget('whoa-4d5e6f').catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'ERR_SSO_ADMIN_REFUSED', message: expect.stringContaining('403: Token invalid/expired') });
    expect(String(error)).not.toContain('admin-token-value');
  });

  test('without an RSA key to sign with is told before anything is made', async () => {
    server.foresee(...nothingThere, { request: looks[0]?.request ?? '', json: page([{ pk: 'key-ec', key_type: 'ec', private_key_available: true }]) });
    await expect(provider.provision(request, silent)).rejects.toMatchObject({ code: 'ERR_SSO_PROVISION', message: expect.stringContaining('an RSA key') });
  });

  test('that is down is named', async () => {
    server.foresee({ request: 'GET /api/v3/core/users/?path_startswith=recipe-harness%2F&page=1&page_size=100', status: 503 });
    await expect(provider.realms()).rejects.toMatchObject({ code: 'ERR_SSO_UNREACHABLE', message: expect.stringContaining('The provider authentik at') });
  });
});
