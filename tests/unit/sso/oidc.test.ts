/** A client of a provider that does not do what it should: what cannot be made to fail on demand in a real one. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LogIn } from '../../../harness/sso/granted.ts';
import { discover, type DiscoverOptions, type OidcClient } from '../../../harness/sso/oidc.ts';
import { loopback, type Loopback } from '../http/loopback.ts';

interface Answer { status?: number; json?: unknown; location?: string }

const ada = { username: 'ada', password: 'password-of-ada' };
const redirectUri = 'https://whoa.zone.test/callback';
const other = 'https://kc.zone.test/realms/other';

let server: Loopback;
let issuer: string;
let keys: Record<'provider' | 'stranger', CryptoKey>;
let jwks: unknown;
/** What the provider answers by path; a test replaces what it is about. */
let answers: Record<string, (body: URLSearchParams) => Promise<Answer | 'cut'>>;
let oidc: OidcClient | undefined;

beforeAll(async () => {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256', { extractable: true }), generateKeyPair('RS256')]);
  keys = { provider: own.privateKey, stranger: foreign.privateKey };
  jwks = { keys: [{ ...await exportJWK(own.publicKey), kid: 'k1', use: 'sig', alg: 'RS256' }] };
  server = await loopback((request, response, body) => {
    const answer = answers[new URL(request.url ?? '/', issuer).pathname.replace('/realms/r', '')];
    void (answer ?? (async (): Promise<Answer> => ({ status: 599, json: { unforeseen: request.url } })))(new URLSearchParams(body.toString('utf8'))).then(said => {
      if (said === 'cut') { request.socket.destroy(); return; }
      response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...(said.location === undefined ? {} : { location: said.location }) });
      response.end(JSON.stringify(said.json ?? {}));
    });
  });
  issuer = `${server.url('kc')}/realms/r`;
});
beforeEach(async () => {
  await oidc?.close();
  oidc = undefined;
  answers = {
    '/.well-known/openid-configuration': async () => ({ json: metadata() }),
    '/certs': async () => ({ json: jwks }),
    '/token': async () => ({ json: await tokens() }),
  };
});
afterAll(async () => {
  await oidc?.close();
  await server.close();
});

function metadata(change: Record<string, unknown> = {}) {
  return {
    issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/certs`,
    userinfo_endpoint: `${issuer}/userinfo`, end_session_endpoint: `${issuer}/logout`, ...change,
  };
}

async function signed(change: JWTPayload = {}, by: CryptoKey = keys.provider): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ iss: issuer, sub: 'u1', aud: 'whoa', azp: 'whoa', iat: now, exp: now + 300, ...change }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(by);
}

async function tokens(change: Record<string, unknown> = {}) {
  return { token_type: 'Bearer', expires_in: 300, access_token: await signed(), id_token: await signed(), refresh_token: 'r1', ...change };
}

const discovering = (change: Partial<DiscoverOptions> = {}) =>
  discover({ issuer, client: { id: 'whoa', secret: 'secret-of-whoa' }, target: server.target, provider: 'keycloak', ...change });

async function client(change: Partial<DiscoverOptions> = {}): Promise<OidcClient> {
  oidc = await discovering(change);
  return oidc;
}

describe('discovery', () => {
  test('is believed when the issuer is the one asked, to the letter', async () => {
    expect((await client()).metadata.token_endpoint).toBe(`${issuer}/token`);
  });

  test.each([['another issuer', () => other], ['a slash more', () => `${issuer}/`]])('with %s is refused with both', async (_what, said) => {
    answers['/.well-known/openid-configuration'] = async () => ({ json: metadata({ issuer: said() }) });
    const error = await discovering().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'ERR_OIDC_DISCOVERY', fault: 'recipe' });
    expect(String(error)).toContain(`${issuer}/.well-known/openid-configuration: it says the issuer is ${said()}.`);
  });

  test('that is not there says the status', async () => {
    answers['/.well-known/openid-configuration'] = async () => ({ status: 404, json: { error: 'Realm does not exist' } });
    await expect(discovering()).rejects.toMatchObject({ code: 'ERR_OIDC_DISCOVERY', message: expect.stringContaining('status 404') });
  });

  test('of a provider that is down names the provider', async () => {
    answers['/.well-known/openid-configuration'] = async () => ({ status: 503 });
    await expect(discovering()).rejects.toMatchObject({ code: 'ERR_SSO_UNREACHABLE', fault: 'environment', message: expect.stringContaining('The provider keycloak at') });
  });
});

describe('a grant', () => {
  test('sends name and password as the client, and gives verified claims', async () => {
    let sent: unknown;
    answers['/token'] = async body => { sent = Object.fromEntries(body); return { json: await tokens({ access_token: await signed({ preferred_username: 'ada' }) }) }; };
    const given = await (await client()).passwordGrant(ada);
    expect(sent).toEqual({ grant_type: 'password', username: 'ada', password: 'password-of-ada', scope: 'openid profile email' });
    expect(given).toMatchObject({ refresh: 'r1', expiresInSeconds: 300, accessClaims: { sub: 'u1', preferred_username: 'ada' }, idClaims: { sub: 'u1' } });
  });

  test('that is refused says so in the words of the protocol, without the password', async () => {
    answers['/token'] = async () => ({ status: 400, json: { error: 'invalid_grant', error_description: 'Invalid user credentials' } });
    const error = await (await client()).passwordGrant(ada).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'ERR_OIDC_REFUSED', request: 'password', error: 'invalid_grant', description: 'Invalid user credentials', status: 400 });
    expect(String(error)).not.toMatch(/password-of-ada|secret-of-whoa/);
  });

  test.each(['access_token', 'id_token'])('whose %s was signed by somebody else is refused', async name => {
    answers['/token'] = async () => ({ json: await tokens({ [name]: await signed({}, keys.stranger) }) });
    await expect((await client()).clientCredentials()).rejects.toMatchObject({ code: 'ERR_TOKEN_REFUSED', check: 'signature' });
  });

  test('whose access token is for another app is refused', async () => {
    answers['/token'] = async () => ({ json: await tokens({ access_token: await signed({ aud: 'other' }) }) });
    await expect((await client()).passwordGrant(ada)).rejects.toMatchObject({ code: 'ERR_TOKEN_REFUSED', check: 'audience' });
  });

  test('that is answered with something else breaks the protocol', async () => {
    answers['/token'] = async () => ({ json: { access_token: 7 } });
    await expect((await client()).passwordGrant(ada)).rejects.toMatchObject({ code: 'ERR_OIDC_PROTOCOL', message: expect.stringContaining('password') });
  });

  test.each([['dies over it', async () => 'cut' as const], ['is down', async () => ({ status: 502 })]])('from a provider that %s names the provider', async (_what, answer) => {
    const asked = await client();
    answers['/token'] = answer;
    await expect(asked.passwordGrant(ada)).rejects.toMatchObject({ code: 'ERR_SSO_UNREACHABLE', fault: 'environment', message: expect.stringContaining('The provider keycloak at') });
  });

  test('that gave no refresh token cannot be refreshed', async () => {
    await expect((await client()).refresh({})).rejects.toMatchObject({ code: 'ERR_OIDC_PROTOCOL', message: expect.stringContaining('no refresh token') });
  });
});

describe('the authorization code', () => {
  const back = (parameters: (asked: URLSearchParams) => Record<string, string>): LogIn => async url => new URL(`${redirectUri}?${new URLSearchParams(parameters(url.searchParams)).toString()}`);
  const state = (asked: URLSearchParams) => asked.get('state') ?? '';

  test('comes with PKCE, state and nonce, and is exchanged with the verifier', async () => {
    let asked = new URLSearchParams();
    let sent = new URLSearchParams();
    answers['/token'] = async body => { sent = body; return { json: await tokens({ id_token: await signed({ nonce: asked.get('nonce') ?? '' }) }) }; };
    const given = await (await client()).authorizationCode({ redirectUri, logIn: back(query => { asked = query; return { code: 'c1', state: state(query), iss: issuer }; }) });
    expect(given.idClaims?.sub).toBe('u1');
    expect(asked.get('code_challenge_method')).toBe('S256');
    const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(sent.get('code_verifier') ?? ''))).toString('base64url');
    expect(challenge).toBe(asked.get('code_challenge'));
    expect(Object.fromEntries(sent)).toMatchObject({ grant_type: 'authorization_code', code: 'c1', redirect_uri: redirectUri });
  });

  test.each([
    ['a login of somebody else', (_: URLSearchParams) => ({ code: 'c1', state: 'foreign' })],
    ['another provider', (asked: URLSearchParams) => ({ code: 'c1', state: state(asked), iss: other })],
  ])('from %s is not exchanged', async (_what, parameters) => {
    answers['/token'] = async () => { throw new Error('exchanged'); };
    await expect((await client()).authorizationCode({ redirectUri, logIn: back(parameters) })).rejects.toMatchObject({ code: 'ERR_OIDC_PROTOCOL' });
  });

  test('with an ID token for another login is refused', async () => {
    answers['/token'] = async () => ({ json: await tokens({ id_token: await signed({ nonce: 'replayed' }) }) });
    await expect((await client()).authorizationCode({ redirectUri, logIn: back(asked => ({ code: 'c1', state: state(asked) })) }))
      .rejects.toMatchObject({ code: 'ERR_OIDC_PROTOCOL', message: expect.stringContaining('nonce') });
  });

  test('and its verifier are told of before they are sent, to be masked', async () => {
    const told: string[] = [];
    answers['/token'] = async body => {
      expect(told).toEqual([`PKCE verifier ${body.get('code_verifier') ?? ''}`, 'authorization code c1']);
      return { status: 400, json: { error: 'invalid_grant' } };
    };
    const asked = await client({ onSecret: (value, kind) => told.push(`${kind} ${value}`) });
    const request = await asked.authorizationRequest({ redirectUri });
    await expect(asked.redeem(await back(query => ({ code: 'c1', state: state(query) }))(request.url), request)).rejects.toMatchObject({ code: 'ERR_OIDC_REFUSED' });
    expect(told).toHaveLength(2);
  });

  test('that the user did not allow says so', async () => {
    await expect((await client()).authorizationCode({ redirectUri, logIn: back(asked => ({ error: 'access_denied', error_description: 'No.', state: state(asked) })) }))
      .rejects.toMatchObject({ code: 'ERR_OIDC_REFUSED', request: 'authorization_code', error: 'access_denied', description: 'No.' });
  });
});

describe('logging out', () => {
  test('ends at the app', async () => {
    answers['/logout'] = async () => ({ status: 302, location: 'https://whoa.zone.test/bye' });
    expect((await (await client()).logout({ id: 'the-id-token' }, 'https://whoa.zone.test/bye')).status).toBe(302);
  });

  test('at a provider that dies meanwhile names it, and not the token', async () => {
    answers['/logout'] = async () => 'cut';
    const error: unknown = await (await client()).logout({ id: 'the-id-token' }, 'https://whoa.zone.test/bye').catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'ERR_SSO_UNREACHABLE' });
    expect(String(error) + String((error as Error).cause)).not.toContain('the-id-token');
  });

  test('elsewhere is refused', async () => {
    answers['/logout'] = async () => ({ status: 400 });
    await expect((await client()).logout({ id: 'x' }, 'https://evil.test/')).rejects.toMatchObject({ code: 'ERR_OIDC_REFUSED', request: 'logout', status: 400 });
  });

  test('cannot be asked of a provider that has no place for it', async () => {
    answers['/.well-known/openid-configuration'] = async () => ({ json: metadata({ end_session_endpoint: undefined }) });
    const asked = await client();
    expect(() => asked.logoutUrl({ id: 'x' }, 'https://whoa.zone.test/')).toThrow(/end_session_endpoint/);
  });
});
