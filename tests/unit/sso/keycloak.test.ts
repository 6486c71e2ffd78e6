/** A realm on Keycloak, made and forgotten, and everything that its admin interface may answer instead. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HarnessError } from '../../../harness/errors.ts';
import { silent } from '../../../harness/progress.ts';
import { keycloak } from '../../../harness/sso/keycloak.ts';
import type { ProvisionRequest, SsoProvider } from '../../../harness/sso/provider.ts';
import { type Foreseen, StrictServer } from './strict-server.ts';

const request: ProvisionRequest = {
  realm: 'whoa-4d5e6f',
  client: { id: 'whoa-4d5e6f', secret: 'client-secret-value' },
  users: [
    { username: 'ada.berg', password: 'first-password', email: 'ada.berg@example.org', firstName: 'Ada', lastName: 'Berg' },
    { username: 'otto.costa', password: 'second-password', email: 'otto.costa@example.org', firstName: 'Otto', lastName: 'Costa' },
  ],
  redirectUris: ['https://whoa-4d5e6f.lab.test/*'],
};
const secrets = ['admin-secret-value', 'client-secret-value', 'first-password', 'second-password', 'token-1', 'token-2'];

const login = (token: string, seconds = 60): Foreseen => ({ request: 'POST /realms/master/protocol/openid-connect/token', json: { access_token: token, expires_in: seconds } });
const make = (status: number, json: unknown = {}): Foreseen => ({ request: 'POST /admin/realms', status, json });
const remove = (status: number): Foreseen => ({ request: 'DELETE /admin/realms/whoa-4d5e6f', status, json: { error: 'Realm not found.' } });

let server: StrictServer;
let provider: SsoProvider;
let now: number;
let pauses: number;
const clock = { now: () => now, pause: async () => { pauses++; } };

beforeAll(async () => {
  server = await StrictServer.start();
  provider = keycloak({ url: server.url, target: server.target, admin: { username: 'root', secret: 'admin-secret-value' } }, clock);
});
afterEach(() => server.allAsked());
afterAll(async () => {
  await provider.close();
  await server.close();
});

/** A provider that has no token yet, before the clock of this test. */
async function fresh(...answers: Foreseen[]): Promise<SsoProvider> {
  now = 0;
  pauses = 0;
  await provider.close();
  provider = keycloak({ url: server.url, target: server.target, admin: { username: 'root', secret: 'admin-secret-value' } }, clock);
  server.foresee(...answers);
  return provider;
}

async function failure(attempt: Promise<unknown>): Promise<HarnessError> {
  const error = await attempt.then(() => undefined, (cause: HarnessError) => cause);
  if (error === undefined) throw new Error('It did not fail.');
  for (const secret of secrets) expect(`${error.message} ${JSON.stringify(error.facts)}`).not.toContain(secret);
  return error;
}

describe('a realm', () => {
  test('is made with its client and its users in one request, as the administrator', async () => {
    const keycloak = await fresh(login('token-1'), make(201));
    expect(await keycloak.provision(request, silent)).toEqual({
      realm: 'whoa-4d5e6f', issuer: `${server.url}/realms/whoa-4d5e6f`, client: request.client, users: request.users,
    });
    const [asked, made] = server.seen;
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({ grant_type: 'password', client_id: 'admin-cli', username: 'root', password: 'admin-secret-value' });
    expect(made?.headers.authorization).toBe('Bearer token-1');
    const realm = JSON.parse(made?.body ?? '');
    expect(realm).toMatchObject({
      realm: 'whoa-4d5e6f', enabled: true,
      clients: [{
        clientId: 'whoa-4d5e6f', secret: 'client-secret-value', publicClient: false,
        standardFlowEnabled: true, directAccessGrantsEnabled: true, serviceAccountsEnabled: true,
        redirectUris: ['https://whoa-4d5e6f.lab.test/*'], attributes: { 'post.logout.redirect.uris': '+' },
      }],
      users: [
        { username: 'ada.berg', email: 'ada.berg@example.org', emailVerified: true, realmRoles: ['default-roles-whoa-4d5e6f'], credentials: [{ type: 'password', value: 'first-password', temporary: false }] },
        { username: 'otto.costa', credentials: [{ value: 'second-password' }] },
      ],
    });
  });

  test.each([
    ['the key that it is given', { ...request, signingKey: 'a2V5' }, ['rsa', 'RS256', 'a2V5']],
    ['one that Keycloak makes where none is given', request, ['rsa-generated', 'RS256', undefined]],
  ])('signs by %s, and has no second pair of keys for what no client here encrypts', async (_what, asked, signs) => {
    await (await fresh(login('token-1'), make(201))).provision(asked, silent);
    const { components } = JSON.parse(server.seen[1]?.body ?? '') as { components: Record<string, { providerId: string; config: Record<string, string[]> }[]> };
    expect(components['org.keycloak.keys.KeyProvider']?.map(({ providerId, config }) => [providerId, config['algorithm']?.[0], config['privateKey']?.[0]]))
      .toEqual([signs, ['hmac-generated', 'HS512', undefined], ['aes-generated', undefined, undefined]]);
  });

  test('lets a logout end where the request says', async () => {
    await (await fresh(login('token-1'), make(201))).provision({ ...request, postLogoutRedirectUris: ['https://a.test/bye', 'https://b.test/*'] }, silent);
    expect(JSON.parse(server.seen[1]?.body ?? '').clients[0].attributes).toEqual({ 'post.logout.redirect.uris': 'https://a.test/bye##https://b.test/*' });
  });

  test('that a broken attempt has left is replaced', async () => {
    const keycloak = await fresh(login('token-1'), { request: 'POST /admin/realms', cut: true });
    expect(await failure(keycloak.provision(request, silent))).toMatchObject({
      code: 'ERR_SSO_UNREACHABLE', fault: 'environment', message: expect.stringContaining('the request for the realm whoa-4d5e6f'),
    });
    server.allAsked();
    server.foresee(make(409), remove(204), make(201));
    expect((await keycloak.provision(request, silent)).realm).toBe('whoa-4d5e6f');
  });

  test.each([400, 500])('that a broken attempt makes at the same moment is replaced as well (%i)', async status => {
    const keycloak = await fresh(login('token-1'), make(status, { errorMessage: 'Database operation failed' }), remove(404), make(409), remove(204), make(201));
    expect((await keycloak.provision(request, silent)).realm).toBe('whoa-4d5e6f');
    expect(pauses).toBe(1);
  });

  test('that comes back after every removal is given up', async () => {
    const conflict = { errorMessage: 'Conflict detected. See logs for details' };
    const keycloak = await fresh(login('token-1'), ...Array.from({ length: 5 }, () => [make(409, conflict), remove(204)]).flat());
    expect(await failure(keycloak.provision(request, silent))).toMatchObject({ code: 'ERR_SSO_PROVISION', message: expect.stringContaining('409') });
  });

  test('that Keycloak will not make is told in its own words', async () => {
    const no = make(400, { errorMessage: 'Script upload is disabled', secret: 'client-secret-value' });
    const keycloak = await fresh(login('token-1'), ...Array.from({ length: 5 }, () => [no, remove(404)]).flat());
    expect((await failure(keycloak.provision(request, silent))).shortMessage)
      .toBe(`keycloak at ${server.url} answered 400 to the request for the realm whoa-4d5e6f: Script upload is disabled.`);
  });

  test('is forgotten as often as one likes', async () => {
    const keycloak = await fresh(login('token-1'), remove(204), remove(404));
    await keycloak.forget('whoa-4d5e6f');
    await keycloak.forget('whoa-4d5e6f');
  });
});

test("the administrator's own realm is not among those that may be forgotten", async () => {
  const keycloak = await fresh(login('token-1'), { request: 'GET /admin/realms?briefRepresentation=true', json: [{ realm: 'master' }, { realm: 'whoa-4d5e6f' }] });
  expect(await keycloak.realms()).toEqual(['whoa-4d5e6f']);
});

describe('the administrator', () => {
  test('logs in again before the token runs out, and not sooner', async () => {
    const keycloak = await fresh(login('token-1'), remove(204), remove(204), login('token-2'), remove(204));
    await keycloak.forget('whoa-4d5e6f');
    now = 49_999;
    await keycloak.forget('whoa-4d5e6f');
    now = 50_000;
    await keycloak.forget('whoa-4d5e6f');
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer token-1', 'Bearer token-1', undefined, 'Bearer token-2']);
  });

  test('logs in again when Keycloak no longer knows the token', async () => {
    const keycloak = await fresh(login('token-1'), make(401), login('token-2'), make(201));
    await keycloak.provision(request, silent);
  });

  test.each([400, 401])('with a wrong password is told as such (%i)', async status => {
    const keycloak = await fresh({ ...login(''), status, json: { error: 'invalid_grant', error_description: 'Invalid user credentials' } });
    expect(await failure(keycloak.provision(request, silent))).toMatchObject({
      code: 'ERR_SSO_ADMIN_REFUSED', fault: 'environment',
      shortMessage: `The provider keycloak at ${server.url} refuses its administrator (${status}: Invalid user credentials).`,
      wayOut: expect.stringContaining('root'),
    });
  });

  test('whose fresh token is refused as well is not asked for ever', async () => {
    const keycloak = await fresh(login('token-1'), make(401), login('token-2'), make(401, { error: 'HTTP 401 Unauthorized' }));
    expect(await failure(keycloak.provision(request, silent))).toMatchObject({ code: 'ERR_SSO_ADMIN_REFUSED', message: expect.stringContaining('401') });
  });

  test('who may not make realms is told what is missing', async () => {
    const keycloak = await fresh(login('token-1'), make(403, { error: 'HTTP 403 Forbidden' }));
    expect(await failure(keycloak.provision(request, silent))).toMatchObject({ code: 'ERR_SSO_ADMIN_REFUSED', wayOut: expect.stringContaining('role `admin`') });
  });
});

describe('a Keycloak that is down', () => {
  test.each([502, 503, 504])('behind its ingress is named (%i)', async status => {
    const keycloak = await fresh({ ...login(''), status });
    expect(await failure(keycloak.provision(request, silent))).toMatchObject({
      code: 'ERR_SSO_UNREACHABLE', fault: 'environment',
      shortMessage: `The provider keycloak at ${server.url} does not answer (the administrator's login): status ${status}.`,
    });
  });

  test('in the middle of a run is named', async () => {
    const keycloak = await fresh(login('token-1'), { request: 'DELETE /admin/realms/whoa-4d5e6f', status: 503 });
    expect(await failure(keycloak.forget('whoa-4d5e6f'))).toMatchObject({ code: 'ERR_SSO_UNREACHABLE', message: expect.stringContaining('the removal of the realm whoa-4d5e6f') });
  });

  test('so that the ingress knows no such app is not one that has forgotten the realm', async () => {
    const keycloak = await fresh(login('token-1'), { request: 'DELETE /admin/realms/whoa-4d5e6f', status: 404, text: '404 page not found\n', headers: { 'content-type': 'text/plain' } });
    expect(await failure(keycloak.forget('whoa-4d5e6f'))).toMatchObject({ code: 'ERR_SSO_UNREACHABLE' });
  });

  test('and refuses connections is named', async () => {
    const nobody = keycloak({ url: 'http://127.0.0.1:1', target: server.target, admin: { username: 'root', secret: 'admin-secret-value' } });
    expect(await failure(nobody.realms())).toMatchObject({ code: 'ERR_SSO_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') });
    await nobody.close();
  });
});
