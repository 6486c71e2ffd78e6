/** What a client asks of its provider for a login, and what it is granted. */
import type { VerifiedClaims } from './tokens.ts';

/** What a grant gave. The access token is a JWT that has been verified; so has the ID token been. */
export interface Tokens {
  readonly access: string;
  readonly accessClaims: VerifiedClaims;
  readonly refresh?: string;
  readonly id?: string;
  readonly idClaims?: VerifiedClaims;
  readonly expiresInSeconds?: number;
}

/** Takes somebody from the authorization URL over the provider's form to the redirect URI, and gives that with its code. */
export type LogIn = (authorizationUrl: URL) => Promise<URL>;

/** A login that was begun: where the browser goes, and what its client alone knows of it. */
export interface AuthorizationRequest {
  readonly url: URL;
  /** Whoever redeems the code must show it (PKCE). */
  readonly verifier: string;
  /** Comes back with the code. */
  readonly state: string;
  /** Comes back in the ID token. */
  readonly nonce: string;
}

export interface AuthorizationRequestOptions {
  readonly redirectUri: string;
  readonly scope?: string;
}

export interface AuthorizationCodeOptions extends AuthorizationRequestOptions {
  readonly logIn: LogIn;
}

/** What is told of as it is given, since it opens something. */
export type SecretKind = 'access token' | 'refresh token' | 'ID token' | 'authorization code' | 'PKCE verifier';
