/** What the provider's answers become: wrong in one claim, and in nothing else; and logins that land on the other user. */
import { createLocalJWKSet, exportJWK, generateKeyPair, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import type { Answered, Asked } from '../../../harness/gate/sabotage/forward.ts';
import { newSigningKey, type SigningKey, type TokenFault, tokensWith } from '../../../harness/gate/sabotage/token-breaks.ts';
import { loginsAsTheOther } from '../../../harness/gate/sabotage/wrong-user.ts';
import { verifyToken } from '../../../harness/sso/tokens.ts';

const issuer = 'https://keyc.zone.test/realms/run';
let signing: SigningKey;
let keys: JSONWebKeySet;
let token: string;

const asApp: Asked = { method: 'POST', path: '/token', headers: { authorization: 'Basic abc' }, body: Buffer.from('grant_type=password') };
const answered = (said: object): Answered => ({ status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(said)) });

beforeAll(async () => {
  signing = await newSigningKey();
  const own = await generateKeyPair('ES256');
  keys = { keys: [{ ...await exportJWK(own.publicKey), kid: 'own', alg: 'ES256' }] };
  token = await new SignJWT({ azp: 'app' }).setProtectedHeader({ alg: 'ES256', kid: 'own' }).setIssuer(issuer).setAudience('app').setSubject('ada').setIssuedAt().setExpirationTime('5m').sign(own.privateKey);
});

async function through<T>(fault: TokenFault, said: object, asked = asApp): Promise<T> {
  const change = tokensWith(fault, signing);
  const body = await change.answer?.(answered(said), asked);
  return (body === undefined ? said : JSON.parse(body.toString())) as T;
}

test.each([['wrong audience', 'audience'], ['wrong issuer', 'issuer'], ['expired', 'expiry'], ['unsigned', 'format']] as const)('%s: refused for that, by the keys that are published', async (fault, check) => {
  const { access_token, id_token, expires_in } = await through<Record<string, string>>(fault, { access_token: token, id_token: token, expires_in: 300 });
  const published = await through<JSONWebKeySet>(fault, keys);
  expect(expires_in).toBe(300);
  for (const given of [access_token, id_token]) {
    await expect(verifyToken(given ?? '', { issuer, clientId: 'app' }, async () => published)).rejects.toMatchObject({ check: fault === 'unsigned' ? expect.stringMatching(/format|algorithm/) as unknown : check });
  }
  await expect(jwtVerify(token, createLocalJWKSet(published)), 'the provider\'s own tokens still hold').resolves.toBeDefined();
  if (fault !== 'unsigned') await expect(jwtVerify(access_token ?? '', createLocalJWKSet(published), { currentDate: new Date(Date.now() - 5_400_000) })).resolves.toBeDefined();
});

test('the administrator, an opaque token and an error are left alone', async () => {
  const asAdministrator = { ...asApp, headers: {}, body: Buffer.from('grant_type=password&client_id=admin-cli&username=admin&password=x') };
  const change = tokensWith('expired', signing);
  expect(await change.answer?.(answered({ access_token: token }), asAdministrator)).toBeUndefined();
  expect(await through('expired', { access_token: 'opaque' })).toEqual({ access_token: 'opaque' });
  expect(await change.answer?.({ ...answered({ error: 'invalid_grant' }), status: 400 }, asApp)).toBeUndefined();
});

const [ada, otto] = [{ username: 'ada', password: 'a-1' }, { username: 'otto', password: 'o-1' }];
const form = (fields: Record<string, string>): Asked => ({ method: 'POST', path: '/login', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: Buffer.from(new URLSearchParams(fields).toString()) });
const sent = (body: unknown) => Object.fromEntries(new URLSearchParams(String(body)));

test('a login lands on the other user, both ways; a wrong password stays wrong, and a grant is no login', () => {
  const { request } = loginsAsTheOther([[ada, otto]]);
  expect(sent(request?.(form({ ...ada, credentialId: '' })))).toEqual({ ...otto, credentialId: '' });
  expect(sent(request?.(form(otto)))).toEqual(ada);
  expect(request?.(form({ ...ada, password: 'not it' }))).toBeUndefined();
  expect(request?.(form({ ...ada, grant_type: 'password' }))).toBeUndefined();
});

test('users that are made meanwhile are learned from what makes them', () => {
  const { request } = loginsAsTheOther([]);
  const realm = { realm: 'own', users: [ada, otto].map(({ username, password }) => ({ username, credentials: [{ type: 'password', value: password }] })) };
  expect(request?.({ method: 'POST', path: '/admin/realms', headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(realm)) })).toBeUndefined();
  expect(sent(request?.(form(ada)))).toEqual(otto);
});
