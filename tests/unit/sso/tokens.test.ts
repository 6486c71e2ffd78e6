/** Which tokens hold, and which look at one that does not is the one that fails. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { TokenRefusedError } from '../../../harness/sso/oidc-errors.ts';
import { verifyToken } from '../../../harness/sso/tokens.ts';

const issuer = 'https://kc.lab.test/realms/whoa-4d5e6f';
const expected = { issuer, clientId: 'whoa', at: new Date('2026-03-01T12:00:00Z') };
const noon = expected.at.getTime() / 1_000;
const good: JWTPayload = { iss: issuer, sub: 'u1', aud: 'whoa', azp: 'whoa', iat: noon - 10, exp: noon + 290, preferred_username: 'ada' };

type Keys = Awaited<ReturnType<typeof keysNamed>>;
let provider: Keys;
let stranger: Keys;
beforeAll(async () => { [provider, stranger] = await Promise.all([keysNamed('k1'), keysNamed('k2')]); });

async function keysNamed(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, jwks: { keys: [{ ...await exportJWK(publicKey), kid, alg: 'RS256', use: 'sig' }] } };
}

function signed(claims: JWTPayload, by = provider, kid = by.kid): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(by.privateKey);
}

const verify = (token: string) => verifyToken(token, expected, async () => provider.jwks);

async function refused(token: string): Promise<TokenRefusedError> {
  const error = await verify(token).then(() => undefined, (cause: unknown) => cause);
  if (!(error instanceof TokenRefusedError)) throw new Error(`Not refused, but ${String(error)}`);
  const [, payload = ''] = token.split('.');
  if (payload !== '') expect(error.message + String(error.cause)).not.toContain(payload);
  expect(error).toMatchObject({ code: 'ERR_TOKEN_REFUSED', facts: { issuer, check: error.check } });
  return error;
}

describe('a token that holds', () => {
  test('gives its claims', async () => {
    expect(await verify(await signed(good))).toEqual(good);
  });

  test('may be for others as well when it was given to this client', async () => {
    expect((await verify(await signed({ ...good, aud: ['account', 'whoa'] }))).sub).toBe('u1');
  });

  test('may leave out to whom it was given when it is for this client alone', async () => {
    const { azp: _, ...without } = good;
    expect((await verify(await signed(without))).sub).toBe('u1');
  });

  test('may be signed by a key that the provider has since made: its keys are asked for once more', async () => {
    const asked: boolean[] = [];
    const claims = await verifyToken(await signed(good, stranger), expected, async fresh => {
      asked.push(fresh);
      return fresh ? stranger.jwks : provider.jwks;
    });
    expect(claims.sub).toBe('u1');
    expect(asked).toEqual([false, true]);
  });
});

describe('refused is a token', () => {
  test('whose claims were changed', async () => {
    const [header = '', , signature = ''] = (await signed(good)).split('.');
    const claims = Buffer.from(JSON.stringify({ ...good, preferred_username: 'admin' })).toString('base64url');
    expect((await refused(`${header}.${claims}.${signature}`)).check).toBe('signature');
  });

  test("signed by somebody else in the provider's name", async () => {
    expect((await refused(await signed(good, stranger, provider.kid))).check).toBe('signature');
  });

  test('signed by a key that the provider does not publish', async () => {
    expect((await refused(await signed(good, stranger))).check).toBe('key');
  });

  test('that nobody signed', async () => {
    expect((await refused(new UnsecuredJWT(good).encode())).check).toBe('algorithm');
  });

  test("signed with what the client knows as well: its own secret, or the provider's public key", async () => {
    for (const secret of ['client-secret-of-thirty-two-bytes', JSON.stringify(provider.jwks.keys[0])]) {
      const token = await new SignJWT(good).setProtectedHeader({ alg: 'HS256', kid: provider.kid }).sign(Buffer.from(secret));
      expect((await refused(token)).check).toBe('algorithm');
    }
  });

  test.each([
    ['that has run out', { exp: noon - 1 }, 'expiry', /2026-03-01T11:59:59/],
    ['that never runs out', { exp: undefined }, 'expiry', /exp is missing/],
    ['that does not hold yet', { nbf: noon + 60 }, 'expiry', /nbf/],
    ['of another issuer', { iss: 'https://kc.lab.test/realms/other' }, 'issuer', /realms\/other, not https:/],
    ['of the same issuer with a slash', { iss: `${issuer}/` }, 'issuer', /iss is/],
    ['for another app', { aud: 'other' }, 'audience', /aud is other, which whoa/],
    ['for nobody', { aud: undefined }, 'audience', /aud/],
    ['given to another app', { azp: 'other' }, 'azp', /azp is other, not whoa/],
    ['for several, given to nobody', { aud: ['whoa', 'other'], azp: undefined }, 'azp', /azp is missing/],
    ['of nobody', { sub: undefined }, 'claim', /sub/],
  ] as const)('%s', async (_what, change, check, reason) => {
    const claims = Object.fromEntries(Object.entries({ ...good, ...change }).filter(([, value]) => value !== undefined)) as JWTPayload;
    const error = await refused(await signed(claims));
    expect(error.check).toBe(check);
    expect(error.shortMessage).toMatch(reason);
  });

  test('that is none', async () => {
    expect((await refused('opaque-token')).check).toBe('format');
  });
});

test('keys that cannot be had are not the fault of the token', async () => {
  const gone = new Error('gone');
  await expect(verifyToken(await signed(good), expected, async () => { throw gone; })).rejects.toBe(gone);
});
