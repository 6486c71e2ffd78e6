/** A client of a provider: every way in which an app gets tokens, and out again, each token verified before it is handed out. */
import type { JSONWebKeySet } from 'jose';
import * as openid from 'openid-client';
import { createHttp, type HttpClient } from '../http/client.ts';
import type { Reachable } from '../http/connect.ts';
import { observe } from '../observed.ts';
import type { HttpResponse } from '../http/response.ts';
import { reaching } from './errors.ts';
import type { Credentials } from './login-form.ts';
import { OidcDiscoveryError, OidcProtocolError, OidcRefusedError, type OidcRequest } from './oidc-errors.ts';
import { fetchOver } from './oidc-fetch.ts';
import { asking, discovered } from './oidc-answer.ts';
import type { Provision } from './provider.ts';
import { verifyToken, type VerifiedClaims } from './tokens.ts';

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

export interface AuthorizationCodeOptions {
  readonly redirectUri: string;
  readonly logIn: LogIn;
  readonly scope?: string;
}

export interface DiscoverOptions extends Pick<Provision, 'issuer' | 'client'> {
  readonly target: Reachable;
  /** The provider's name, for messages. */
  readonly provider?: string;
  /** Told of each token as it is given, before it is looked at: it is to be masked wherever it would be written. */
  readonly onToken?: (token: string, kind: TokenKind) => void;
}

export type TokenKind = 'access token' | 'refresh token' | 'ID token';

/**
 * Reads the provider's discovery document; its issuer must be `issuer` to the letter.
 * @throws OidcDiscoveryError, or SsoUnreachableError
 * @example
 * const oidc = await discover({ ...provision, target });
 * const { accessClaims } = await oidc.passwordGrant(provision.users[0]);
 */
export async function discover({ issuer, client, target, provider = 'of OpenID Connect', onToken = () => undefined }: DiscoverOptions): Promise<OidcClient> {
  const http = createHttp(target);
  try {
    const fetch = fetchOver(http, { name: provider, url: new URL(issuer).origin });
    const config = await discovered(issuer, () => openid.discovery(
      new URL(issuer), client.id, undefined, openid.ClientSecretBasic(client.secret), { [openid.customFetch]: fetch }));
    const said = config.serverMetadata().issuer;
    // openid-client compares URLs, apps compare text.
    if (said !== issuer) throw new OidcDiscoveryError(issuer, `it says the issuer is ${said}.`);
    return new OidcClient(config, http, { issuer, id: client.id, provider, onToken });
  } catch (error) {
    await http.close();
    throw error;
  }
}

/** A discovered provider, asked as one client. Made by {@link discover}. */
export class OidcClient {
  readonly issuer: string;
  /** The discovery document. */
  readonly metadata: Readonly<openid.ServerMetadata>;
  readonly #config: openid.Configuration;
  readonly #http: HttpClient;
  readonly #id: string;
  readonly #provider: { name: string; url: string };
  readonly #onToken: (token: string, kind: TokenKind) => void;
  #keys: JSONWebKeySet | undefined;

  constructor(config: openid.Configuration, http: HttpClient, of: { issuer: string; id: string; provider: string; onToken: (token: string, kind: TokenKind) => void }) {
    this.issuer = of.issuer;
    this.metadata = config.serverMetadata();
    this.#config = config;
    this.#http = http;
    this.#id = of.id;
    this.#onToken = of.onToken;
    this.#provider = { name: of.provider, url: new URL(of.issuer).origin };
  }

  /** The user's own name and password for tokens, without a browser. */
  passwordGrant(user: Credentials, scope = 'openid profile email'): Promise<Tokens> {
    const { username, password } = user;
    return this.#granted('password', () => openid.genericGrantRequest(this.#config, 'password', { username, password, scope }));
  }

  /** Tokens for the app itself: nobody has logged in. */
  clientCredentials(): Promise<Tokens> {
    return this.#granted('client_credentials', () => openid.clientCredentialsGrant(this.#config));
  }

  /**
   * The whole login of an app: PKCE, state and nonce, the provider's form, and the code for tokens.
   * @example
   * const tokens = await oidc.authorizationCode({ redirectUri, logIn: onPage(page, provider.loginForm, user, redirectUri) });
   */
  async authorizationCode({ redirectUri, logIn, scope = 'openid profile email' }: AuthorizationCodeOptions): Promise<Tokens> {
    const [verifier, state, nonce] = [openid.randomPKCECodeVerifier(), openid.randomState(), openid.randomNonce()];
    const url = openid.buildAuthorizationUrl(this.#config, {
      redirect_uri: redirectUri, scope, state, nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    });
    const back = await logIn(url);
    return this.#granted('authorization_code', () => openid.authorizationCodeGrant(this.#config, back,
      { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }));
  }

  /** New tokens for old ones. */
  async refresh({ refresh }: Pick<Tokens, 'refresh'>): Promise<Tokens> {
    if (refresh === undefined) throw new OidcProtocolError(this.issuer, 'refresh_token', 'the grant before this one gave no refresh token');
    return this.#granted('refresh_token', () => openid.refreshTokenGrant(this.#config, refresh));
  }

  /** What the provider tells of the user to who holds this access token. */
  userInfo({ access, accessClaims }: Pick<Tokens, 'access' | 'accessClaims'>): Promise<openid.UserInfoResponse> {
    return asking(this.issuer, 'userinfo', () => openid.fetchUserInfo(this.#config, access, accessClaims.sub));
  }

  /** Where a browser is sent to log out at the provider, and from there back to the app. */
  logoutUrl({ id }: Pick<Tokens, 'id'>, postLogoutRedirectUri: string): URL {
    if (this.metadata.end_session_endpoint === undefined) {
      throw new OidcProtocolError(this.issuer, 'logout', 'its discovery document names no end_session_endpoint');
    }
    const hint = id === undefined ? {} : { id_token_hint: id };
    return openid.buildEndSessionUrl(this.#config, { post_logout_redirect_uri: postLogoutRedirectUri, ...hint });
  }

  /**
   * Logs out over HTTP; the provider must send on to the app.
   * @param http who logged in over HTTP, with the cookies of that session; the ID token alone will do for Keycloak
   */
  async logout(tokens: Pick<Tokens, 'id'>, postLogoutRedirectUri: string, http: HttpClient = this.#http): Promise<HttpResponse> {
    const url = this.logoutUrl(tokens, postLogoutRedirectUri);
    const answer = await reaching(this.#provider, 'logout', () => http.get(url.href));
    if (answer.location?.startsWith(postLogoutRedirectUri)) return answer;
    const instead = answer.location === undefined ? 'no redirect to the app' : `a redirect to ${new URL(answer.location).pathname}`;
    throw new OidcRefusedError(this.issuer, 'logout', { error: instead, status: answer.status });
  }

  /**
   * Looks at a token as a careful app does: signature by the provider's keys, issuer, audience, azp, expiry.
   * @param at when it is looked at; default now
   * @throws TokenRefusedError; `check` says what does not hold
   */
  verify(token: string, at?: Date): Promise<VerifiedClaims> {
    return verifyToken(token, { issuer: this.issuer, clientId: this.#id, ...(at ? { at } : {}) }, fresh => this.#fetchKeys(fresh));
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.#http.close();
  }

  async #granted(request: OidcRequest, ask: () => Promise<openid.TokenEndpointResponse>): Promise<Tokens> {
    const { access_token: access, refresh_token: refresh, id_token: id, expires_in: expiresInSeconds } = await asking(this.issuer, request, ask);
    this.#onToken(access, 'access token');
    if (refresh !== undefined) this.#onToken(refresh, 'refresh token');
    if (id !== undefined) this.#onToken(id, 'ID token');
    const accessClaims = await this.verify(access);
    const idClaims = id === undefined ? undefined : await this.verify(id);
    observe({ kind: 'claims', claims: { accessClaims, idClaims } });
    return {
      access, accessClaims,
      ...(refresh === undefined ? {} : { refresh }),
      ...(id === undefined || idClaims === undefined ? {} : { id, idClaims }),
      ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    };
  }

  async #fetchKeys(fresh: boolean): Promise<JSONWebKeySet> {
    if (this.#keys !== undefined && !fresh) return this.#keys;
    const { jwks_uri } = this.metadata;
    if (jwks_uri === undefined) throw new OidcDiscoveryError(this.issuer, 'it names no jwks_uri.');
    const answer = await reaching(this.#provider, 'the request for its keys', () => this.#http.get(jwks_uri));
    this.#keys = answer.expectStatus(200).json<JSONWebKeySet>();
    return this.#keys;
  }
}
