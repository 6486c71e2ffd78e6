/** What every provider of single sign-on is to the harness: it makes a realm for one app of one run, and forgets it again. */
import type { HttpClient } from '../http/client.ts';
import type { Reachable } from '../http/connect.ts';
import type { Progress } from '../progress.ts';
import type { LoginForm } from './login-form.ts';

export const ssoProviderNames = ['keycloak', 'authentik'] as const;
export type SsoProviderName = typeof ssoProviderNames[number];

/** Providers that nobody has seen to work with the harness, with the reason: whatever rests on one is as unproven. */
export const unprovenProviders: Readonly<Partial<Record<SsoProviderName, string>>> = {
  authentik: 'Its provider authentik was written from the published API and has never met a real authentik.',
};

/** Somebody who can log in. */
export interface SsoUser {
  readonly username: string;
  readonly password: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The app, as the provider knows it: a confidential client. */
export interface SsoClient {
  readonly id: string;
  readonly secret: string;
}

/** What a run made on a provider for one app: a realm (Keycloak), or an application with its provider (authentik). */
export interface Provision {
  readonly realm: string;
  /** As the provider's discovery document says it, to the letter. */
  readonly issuer: string;
  readonly client: SsoClient;
  /** First the user of the tests, then somebody else. */
  readonly users: readonly [SsoUser, SsoUser, ...SsoUser[]];
}

/** What is to be made. The values are the caller's, so that they can be masked before anything is sent. */
export interface ProvisionRequest {
  /** Lower case letters, digits and hyphens: it becomes part of URLs. */
  readonly realm: string;
  readonly client: SsoClient;
  readonly users: readonly [SsoUser, SsoUser, ...SsoUser[]];
  /** Where a login may end; a `*` at the end takes every path below. */
  readonly redirectUris: readonly string[];
  /** Where a logout may end. Default: where a login may. */
  readonly postLogoutRedirectUris?: readonly string[];
  /**
   * A private RSA key (PKCS #8, base64) by which tokens are to be signed. Without it, and where the provider signs for all by a key
   * of its own, that one.
   */
  readonly signingKey?: string;
}

/** What the administrator of a provider shows: for Keycloak name and password, for authentik the name and an API token. */
export interface SsoAdmin {
  readonly username: string;
  readonly secret: string;
}

/** How a provider is reached. */
export interface SsoAccess {
  /** The provider's own URL, such as `https://keyc-1a2b3c.ci.example.org`. */
  readonly url: string;
  readonly admin: SsoAdmin;
  readonly target: Reachable;
}

/** A provider that stands, reached as its administrator. */
export interface SsoProvider {
  readonly name: SsoProviderName;
  /** The provider's own URL, without a slash at the end. */
  readonly url: string;
  /** The page on which its users log in. */
  readonly loginForm: LoginForm;
  /** Why nothing that this provider does has been seen to work; absent where it has. */
  readonly unproven?: string;
  /** What `provision` will answer, without asking anybody. */
  expected(request: ProvisionRequest): Provision;
  /**
   * Makes realm, client and users. The realm's name belongs to the caller alone: what a broken attempt has left under it is replaced.
   * @throws HarnessError `ERR_SSO_UNREACHABLE`, `ERR_SSO_ADMIN_REFUSED` or `ERR_SSO_PROVISION`
   */
  provision(request: ProvisionRequest, progress: Progress): Promise<Provision>;
  /** Removes all that `provision` makes under this name; what is not there is no failure. */
  forget(realm: string): Promise<void>;
  /** The names of all that could be forgotten, whoever made them. The provider's own realm is not among them. */
  realms(): Promise<string[]>;
  /**
   * Logs in as a browser without scripts would: from the authorization URL over the login form to the redirect.
   * @param http with cookies of its own (`withCookies()`): they become the user's session at the provider
   * @param returnsTo the redirect URI; it is not asked
   * @returns the redirect URI with its code
   * @throws LoginRefusedError with the form's own message
   */
  logInOverHttp(http: HttpClient, authorizationUrl: URL, user: Pick<SsoUser, 'username' | 'password'>, returnsTo: string): Promise<URL>;
  /** Ends the connections. */
  close(): Promise<void>;
}
