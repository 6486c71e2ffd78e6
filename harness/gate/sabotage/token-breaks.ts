/** Tokens with one thing wrong in them, in the answers that a provider gives to an app: all else about them holds. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, exportJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { Asked, Change } from './forward.ts';

export type TokenFault = 'wrong audience' | 'wrong issuer' | 'expired' | 'unsigned';

const wrongs: Readonly<Record<TokenFault, (claims: JWTPayload) => JWTPayload>> = {
  'wrong audience': claims => ({ ...claims, aud: 'another-app' }),
  'wrong issuer': claims => ({ ...claims, iss: `${claims.iss ?? 'https://provider'}-of-somebody-else` }),
  'expired': claims => ({ ...claims, iat: secondsAgo(7_200), exp: secondsAgo(3_600) }),
  'unsigned': claims => claims,
};

/** A key that the provider publishes beside its own: what is signed with it is wrong in its claims alone. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly jwk: JWK;
}

export async function newSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { key: privateKey, jwk: { ...await exportJWK(publicKey), kid: 'broken-on-purpose', use: 'sig', alg: 'RS256' } };
}

export function tokensWith(fault: TokenFault, signing: SigningKey): Change {
  return {
    async answer({ status, headers, body }, asked) {
      if (status !== 200 || !String(headers['content-type'] ?? '').includes('json')) return undefined;
      const said = objectIn(body);
      if (said === undefined) return undefined;
      if (isKeySet(said)) return Buffer.from(JSON.stringify({ ...said, keys: [...said.keys, signing.jwk] }));
      if (!isOfApp(asked)) return undefined;
      const tokens = await Promise.all(['access_token', 'id_token'].map(async name => [name, await spoiled(said[name], fault, signing)] as const));
      return Buffer.from(JSON.stringify({ ...said, ...Object.fromEntries(tokens.filter(([, token]) => token !== undefined)) }));
    },
  };
}

/** Undefined for what is no JWT: an opaque token has no claims to be wrong. */
async function spoiled(token: unknown, fault: TokenFault, { key, jwk }: SigningKey): Promise<string | undefined> {
  if (typeof token !== 'string' || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return undefined;
  const claims = wrongs[fault](decodeJwt(token));
  const { typ = 'JWT' } = decodeProtectedHeader(token);
  if (fault === 'unsigned') return `${part({ alg: 'none', typ })}.${part(claims)}.`;
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ, kid: jwk.kid ?? '' }).sign(key);
}

/** An app shows its secret. What else asks for tokens here is the administrator, without whom there would be nothing to log in to. */
function isOfApp({ headers, body }: Asked): boolean {
  return /^basic /i.test(String(headers['authorization'] ?? '')) || new URLSearchParams(body.toString('latin1')).has('client_secret');
}

function isKeySet(said: Record<string, unknown>): said is { keys: { kty: string }[] } {
  const { keys } = said;
  return Array.isArray(keys) && keys.length > 0 && keys.every(key => typeof key === 'object' && key !== null && 'kty' in key);
}

function objectIn(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : undefined;
  } catch {
    return undefined;
  }
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function secondsAgo(seconds: number): number {
  return Math.floor(Date.now() / 1_000) - seconds;
}
