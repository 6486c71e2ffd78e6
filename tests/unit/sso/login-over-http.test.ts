/** Logging in without a browser: Keycloak's form as it sends it, and authentik's flows as its client describes them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHttp, type HttpClient } from '../../../harness/http/client.ts';
import { logInToAuthentik } from '../../../harness/sso/authentik-login.ts';
import { logInToKeycloak } from '../../../harness/sso/keycloak-login.ts';
import { StrictServer } from './strict-server.ts';

const ada = { username: 'ada', password: 'right&proper' };
const returnsTo = 'https://app.test/callback';

let server: StrictServer;
let http: HttpClient;
beforeAll(async () => {
  server = await StrictServer.start();
  http = createHttp(server.target).withCookies();
});
afterEach(() => server.allAsked());
afterAll(async () => {
  await http.close();
  await server.close();
});

describe("Keycloak's form", () => {
  const start = () => new URL(`${server.url}/auth?client_id=whoa`);
  const form = (complaint = '') => `<form id="kc-form-login" onsubmit="login.disabled = true;" action="${server.url}/authenticate?code=a&amp;tab=b" method="post">${complaint}</form>`;
  const log = () => logInToKeycloak(http, start(), ada, returnsTo);
  const opened = () => ({ request: 'GET /auth?client_id=whoa', text: form(), headers: { 'set-cookie': 'AUTH_SESSION_ID=s1; Path=/' } });

  test('is sent back with its own cookies, and gives the redirect', async () => {
    server.foresee(opened(), { request: 'POST /authenticate?code=a&tab=b', status: 302, headers: { location: `${returnsTo}?code=c1` } });
    expect((await log()).href).toBe(`${returnsTo}?code=c1`);
    expect(server.seen[1]).toMatchObject({ body: 'username=ada&password=right%26proper&credentialId=', headers: { cookie: 'AUTH_SESSION_ID=s1' } });
  });

  test('is not there for who has a session', async () => {
    server.foresee({ request: 'GET /auth?client_id=whoa', status: 302, headers: { location: `${returnsTo}?code=c2` } });
    expect((await log()).searchParams.get('code')).toBe('c2');
  });

  test('says why it refuses', async () => {
    const complaint = '<span id="input-error" class="pf-m-error" aria-live="polite">\n  Invalid username &#39;or&#x27; <b>password</b>.\n</span>';
    server.foresee(opened(), { request: 'POST /authenticate?code=a&tab=b', text: form(complaint) });
    const error = await log().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'ERR_LOGIN_REFUSED', username: 'ada', said: "Invalid username 'or' password ." });
    expect(String(error)).not.toContain(ada.password);
  });

  test('that asks for more than a password is told with what it asks', async () => {
    server.foresee(opened(), { request: 'POST /authenticate?code=a&tab=b', status: 302, headers: { location: '/login-actions/required-action?execution=UPDATE_PROFILE' } });
    await expect(log()).rejects.toMatchObject({ code: 'ERR_LOGIN_FORM', message: expect.stringContaining('/login-actions/required-action') });
  });

  test('that is an error page instead is told with its words', async () => {
    server.foresee({ request: 'GET /auth?client_id=whoa', status: 400, text: '<div id="kc-error-message"><p class="instruction">Invalid parameter: redirect_uri</p></div>' });
    await expect(log()).rejects.toMatchObject({ code: 'ERR_LOGIN_FORM', message: expect.stringContaining('status 400 and no form') as string });
  });

  test('of a Keycloak that dies meanwhile names Keycloak', async () => {
    server.foresee(opened(), { request: 'POST /authenticate?code=a&tab=b', cut: true });
    await expect(log()).rejects.toMatchObject({ code: 'ERR_SSO_UNREACHABLE', fault: 'environment', message: expect.stringContaining('The provider keycloak') });
  });
});

describe("authentik's flows", () => {
  const executor = '/api/v3/flows/executor/login/?query=next%3D%252Fgo';
  const start = () => new URL(`${server.url}/authorize?client_id=whoa`);
  const log = () => logInToAuthentik(http, start(), ada, returnsTo);
  const opened = [
    { request: 'GET /authorize?client_id=whoa', status: 302, headers: { location: '/if/flow/login/?next=%2Fgo' } },
    { request: `GET ${executor}`, json: { component: 'ak-stage-identification', password_fields: false }, headers: { 'set-cookie': 'authentik_csrf=t1; Path=/' } },
  ];

  test('are answered stage by stage, up to the redirect', async () => {
    server.foresee(
      ...opened,
      { request: `POST ${executor}`, status: 302, headers: { location: executor } },
      { request: `GET ${executor}`, json: { component: 'ak-stage-password', pending_user: 'ada' } },
      { request: `POST ${executor}`, json: { component: 'xak-flow-redirect', to: '/go' } },
      { request: 'GET /go', status: 302, headers: { location: `${returnsTo}?code=c3` } },
    );
    expect((await log()).href).toBe(`${returnsTo}?code=c3`);
    const sent = server.seen.filter(({ request }) => request.startsWith('POST'));
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
      { component: 'ak-stage-identification', uid_field: 'ada' }, { component: 'ak-stage-password', password: 'right&proper' },
    ]);
    expect(sent.map(({ headers }) => headers['x-authentik-csrf'])).toEqual(['t1', 't1']);
  });

  test('say why they refuse', async () => {
    server.foresee(...opened, {
      request: `POST ${executor}`,
      json: { component: 'ak-stage-password', response_errors: { password: [{ string: 'Failed to authenticate.', code: 'invalid' }] } },
    });
    await expect(log()).rejects.toMatchObject({ code: 'ERR_LOGIN_REFUSED', said: 'Failed to authenticate.' });
  });

  test('that ask for more than a password are told with what they ask', async () => {
    server.foresee(...opened, { request: `POST ${executor}`, json: { component: 'ak-stage-authenticator-validate' } });
    await expect(log()).rejects.toMatchObject({ code: 'ERR_LOGIN_FORM', message: expect.stringContaining('ak-stage-authenticator-validate') });
  });
});
