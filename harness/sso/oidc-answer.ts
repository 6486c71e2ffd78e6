/** What openid-client throws, as errors of the harness. */
import * as openid from 'openid-client';
import { HarnessError } from '../errors.ts';
import { OidcDiscoveryError, OidcProtocolError, OidcRefusedError, type OidcRequest } from './oidc-errors.ts';

export async function asking<T>(issuer: string, request: OidcRequest, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throwOwn(error);
    if (error instanceof openid.ResponseBodyError || error instanceof openid.AuthorizationResponseError) {
      const status = error instanceof openid.ResponseBodyError ? error.status : undefined;
      throw new OidcRefusedError(issuer, request, { error: error.error, description: error.error_description, status });
    }
    if (error instanceof openid.WWWAuthenticateChallengeError) {
      const said = error.cause.find(({ parameters }) => parameters.error !== undefined)?.parameters;
      throw new OidcRefusedError(issuer, request, { error: said?.error ?? 'unauthorized', description: said?.error_description, status: error.status });
    }
    if (error instanceof openid.ClientError) throw new OidcProtocolError(issuer, request, reasonOf(error), new Error(error.message));
    throw error;
  }
}

export async function discovered<T>(issuer: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throwOwn(error);
    if (!(error instanceof openid.ClientError)) throw error;
    const { cause } = error;
    const said = issuerIn(cause);
    const status = cause instanceof Response ? ` (status ${cause.status})` : '';
    throw new OidcDiscoveryError(issuer, said === undefined ? `${error.message}${status}.` : `it says the issuer is ${said}.`, error);
  }
}

/** The issuer that openid-client did not expect. */
function issuerIn(cause: unknown): string | undefined {
  if (!(cause instanceof Object && 'body' in cause && cause.body instanceof Object && 'issuer' in cause.body)) return undefined;
  return typeof cause.body.issuer === 'string' ? cause.body.issuer : undefined;
}

/** What our own fetch threw comes back wrapped. */
function throwOwn(error: unknown): void {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof HarnessError) throw at;
}

/** The inner sentence is the telling one; what was compared stays out, since it may hold a token. */
function reasonOf(error: Error): string {
  const inner = error.cause instanceof Error ? error.cause.message : undefined;
  return inner === undefined ? error.message : `${error.message}: ${inner}`;
}
