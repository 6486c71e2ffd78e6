/** A client of a provider: every way in which an app gets tokens, and out again, each token verified before it is handed out. */
import type { JSONWebKeySet } from 'jose';
import * as openid from 'openid-client';
import { createHttp, type HttpClient } from '../http/client.ts';
import type { Reachable } from '../http/connect.ts';
import { observe } from '../observed.ts';
import type { HttpResponse } from '../http/response.ts';
import { reaching } from './errors.ts';
import type { AuthorizationCodeOptions, AuthorizationRequest, AuthorizationRequestOptions, SecretKind, Tokens } from './granted.ts';
import type { Credentials } from './login-form.ts';
import { OidcDiscoveryError, OidcProtocolError, OidcRefusedError, type OidcRequest } from './oidc-errors.ts';
import { fetchOver } from './oidc-fetch.ts';
import { asking, discovered } from './oidc-answer.ts';
import type { Provision } from './provider.ts';
import { verifyToken, type VerifiedClaims } from './tokens.ts';

export interface DiscoverOptions extends Pick<Provision, 'issuer' | 'client'> {
  readonly target: Reachable;
  /** The provider's name, for messages. */
  readonly provider?: string;
  /** Told of each token and code as it is given, before it is looked at: it is to be masked wherever it would be written. */
  readonly onSecret?: (value: string, kind: SecretKind) => void;
}

/**
 * Reads the provider's discovery document; its issuer must be `issuer` to the letter.
 * @throws OidcDiscoveryError, or SsoUnreachableError
 * @example
 * const oidc = await discover({ ...provision, target });
 * const { accessClaims } = await oidc.passwordGrant(provision.users[0]);
 */
export async function discover({ issuer, client, target, provider = 'of OpenID Connect', onSecret = () => undefined }: DiscoverOptions): Promise<OidcClient> {
  const http = createHttp(target);
  try {
    const fetch = fetchOver(http, { name: provider, url: new URL(issuer).origin });
    const config = await discovered(issuer, () => openid.discovery(
      new URL(issuer), client.id, undefined, openid.ClientSecretBasic(client.secret), { [openid.customFetch]: fetch }));
    const said = config.serverMetadata().issuer;
    // openid-client compares URLs, apps compare text.
    if (said !== issuer) throw new OidcDiscoveryError(issuer, `it says the issuer is ${said}.`);
    return new OidcClient(config, http, { issuer, id: client.id, provider, onSecret });
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
  readonly #onSecret: (value: string, kind: SecretKind) => void;
  #keys: JSONWebKeySet | undefined;

  constructor(config: openid.Configuration, http: HttpClient, of: { issuer: string; id: string; provider: string; onSecret: (value: string, kind: SecretKind) => void }) {
    this.issuer = of.issuer;
    this.metadata = config.serverMetadata();
    this.#config = config;
    this.#http = http;
    this.#id = of.id;
    this.#onSecret = of.onSecret;
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
   * const tokens = await sso.oidc.authorizationCode({ redirectUri, logIn: sso.onPage(page, redirectUri) });
   */
  async authorizationCode({ logIn, ...options }: AuthorizationCodeOptions): Promise<Tokens> {
    const request = await this.authorizationRequest(options);
    return this.redeem(await logIn(request.url), request);
  }

  /** Begins a login; what it comes back with is for {@link redeem}. */
  async authorizationRequest({ redirectUri, scope = 'openid profile email' }: AuthorizationRequestOptions): Promise<AuthorizationRequest> {
    const [verifier, state, nonce] = [openid.randomPKCECodeVerifier(), openid.randomState(), openid.randomNonce()];
    this.#onSecret(verifier, 'PKCE verifier');
    const url = openid.buildAuthorizationUrl(this.#config, {
      redirect_uri: redirectUri, scope, state, nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    });
    return { url, verifier, state, nonce };
  }

  /**
   * The code that a login has come back with, for tokens.
   * @param back the redirect URI as the provider has sent the browser there
   * @param request what was begun; its state must have come back, and its nonce be in the ID token
   * @throws OidcRefusedError where the provider does not take code or verifier, OidcProtocolError where they are not of this login
   */
  redeem(back: URL, { verifier, state, nonce }: Omit<AuthorizationRequest, 'url'>): Promise<Tokens> {
    const code = back.searchParams.get('code');
    if (code !== null) this.#onSecret(code, 'authorization code');
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
    this.#onSecret(access, 'access token');
    if (refresh !== undefined) this.#onSecret(refresh, 'refresh token');
    if (id !== undefined) this.#onSecret(id, 'ID token');
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
