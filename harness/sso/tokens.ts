/** Tokens looked at as a careful app looks at them: signature by the provider's own keys, then whose, for whom, and until when. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { type TokenCheck, TokenRefusedError } from './oidc-errors.ts';

/** The claims of a token that held. */
export interface VerifiedClaims extends JWTPayload {
  iss: string;
  sub: string;
  aud: string | string[];
  exp: number;
  iat: number;
  azp?: string;
  nonce?: string;
  sid?: string;
  scope?: string;
  preferred_username?: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  given_name?: string;
  family_name?: string;
}

export interface ExpectedToken {
  readonly issuer: string;
  /** For whom the token must be; also the party it must have been given to. */
  readonly clientId: string;
  /** When it is looked at. Default: now. */
  readonly at?: Date;
}

/** By public keys only: a key that the client knows as well proves nothing of the provider. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/**
 * Verifies a token; `fetchKeys` is asked once, and once more when the provider may have changed its keys.
 * @throws TokenRefusedError naming the check
 */
export async function verifyToken(token: string, expected: ExpectedToken, fetchKeys: (fresh: boolean) => Promise<JSONWebKeySet>): Promise<VerifiedClaims> {
  const { issuer, clientId, at } = expected;
  const look = async (fresh: boolean): Promise<JWTPayload> => {
    const keys = createLocalJWKSet(await fetchKeys(fresh));
    const options = { issuer, audience: clientId, algorithms, requiredClaims: ['sub', 'exp', 'iat'], ...(at ? { currentDate: at } : {}) };
    return (await jwtVerify(token, keys, options)).payload;
  };
  let claims: VerifiedClaims;
  try {
    claims = await look(false).catch((error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey) return look(true);
      throw error;
    }) as VerifiedClaims;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError)) throw cause;
    throw refusal(cause, expected);
  }
  const party = claims.azp ?? (Array.isArray(claims.aud) && claims.aud.length > 1 ? undefined : clientId);
  if (party !== clientId) throw new TokenRefusedError(issuer, 'azp', `azp is ${claims.azp ?? 'missing'}, not ${clientId}`);
  return claims;
}

function refusal(cause: errors.JOSEError, { issuer, clientId }: ExpectedToken): TokenRefusedError {
  const { check, reason } = failed(cause, issuer, clientId);
  // The cause keeps the payload of a token, and a report would print it.
  return new TokenRefusedError(issuer, check, reason, new Error(`${cause.code}: ${cause.message}`));
}

function failed(cause: errors.JOSEError, issuer: string, clientId: string): { check: TokenCheck; reason: string } {
  if (cause instanceof errors.JWTExpired) return { check: 'expiry', reason: `it ran out at ${timeOf(cause.payload.exp)}` };
  if (cause instanceof errors.JWTClaimValidationFailed) {
    const said = String(cause.payload[cause.claim]);
    if (cause.claim === 'iss') return { check: 'issuer', reason: `iss is ${said}, not ${issuer}` };
    if (cause.claim === 'aud') return { check: 'audience', reason: `aud is ${said}, which ${clientId} is not among` };
    if (cause.claim === 'exp' || cause.claim === 'nbf') return { check: 'expiry', reason: `${cause.claim} is ${said === 'undefined' ? 'missing' : said}` };
    return { check: 'claim', reason: `${cause.claim}: ${cause.message}` };
  }
  if (cause instanceof errors.JWSSignatureVerificationFailed) return { check: 'signature', reason: 'the signature is not by the key that the token names' };
  if (cause instanceof errors.JOSEAlgNotAllowed || cause instanceof errors.JOSENotSupported) {
    return { check: 'algorithm', reason: 'it is not signed with an algorithm of public keys' };
  }
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys || cause instanceof errors.JWKSInvalid) {
    return { check: 'key', reason: 'the provider publishes no key that the token could be signed with' };
  }
  return { check: 'format', reason: 'it is not a signed JWT' };
}

function timeOf(seconds: number | undefined): string {
  return seconds === undefined ? 'no time' : new Date(seconds * 1_000).toISOString();
}
