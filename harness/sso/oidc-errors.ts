/** What can go wrong between a client and its provider once both are there. No message holds a token. */
import { HarnessError } from '../errors.ts';

/** The provider does not describe itself as a client needs it. Code `ERR_OIDC_DISCOVERY`. */
export class OidcDiscoveryError extends HarnessError {
  constructor(issuer: string, message: string, cause?: unknown) {
    super({
      code: 'ERR_OIDC_DISCOVERY', fault: 'recipe',
      message: `${issuer}/.well-known/openid-configuration: ${message}`.replace('//.well-known', '/.well-known'),
      wayOut: 'Compare the host name and proxy settings of the provider with the URL at which it is reached: clients take its issuer to the letter.',
      facts: { issuer },
      cause,
    });
  }
}

/** What was asked for: the word of RFC 6749 for a grant, or what else a client asks of a provider. */
export type OidcRequest = 'password' | 'client_credentials' | 'authorization_code' | 'refresh_token' | 'userinfo' | 'logout';

/**
 * The provider said no. Code `ERR_OIDC_REFUSED`; `error` is the word of the protocol, such as `invalid_grant`.
 * @example
 * await expect(sso.passwordGrant({ ...sso.user, password: 'wrong' })).rejects.toMatchObject({ code: 'ERR_OIDC_REFUSED', error: 'invalid_grant' });
 */
export class OidcRefusedError extends HarnessError {
  readonly request: OidcRequest;
  readonly error: string;
  readonly description: string;
  /** The status of the answer; undefined when the refusal came by a redirect. */
  readonly status: number | undefined;

  constructor(issuer: string, request: OidcRequest, said: { error: string; description?: string | undefined; status?: number | undefined }) {
    const description = said.description ?? '';
    super({
      code: 'ERR_OIDC_REFUSED', fault: 'recipe',
      message: `${issuer} refused ${request}: ${said.error}${description && ` (${description})`}${said.status === undefined ? '' : `, status ${said.status}`}.`,
      wayOut: 'If this should have been granted, look at the client and the user in the provider; if the refusal is expected, expect this error.',
      facts: { issuer, request, ...said },
    });
    this.request = request;
    this.error = said.error;
    this.description = description;
    this.status = said.status;
  }
}

/** The provider's answer breaks the protocol. Code `ERR_OIDC_PROTOCOL`. */
export class OidcProtocolError extends HarnessError {
  constructor(issuer: string, request: OidcRequest, reason: string, cause?: unknown) {
    super({
      code: 'ERR_OIDC_PROTOCOL', fault: 'recipe',
      message: `What ${issuer} answered to ${request} is not OpenID Connect: ${reason}.`,
      wayOut: "Look at the provider's log for this request.",
      facts: { issuer, request },
      cause,
    });
  }
}

/** What is looked at in a token, in this order. */
export type TokenCheck = 'format' | 'algorithm' | 'key' | 'signature' | 'issuer' | 'audience' | 'expiry' | 'claim' | 'azp';

/**
 * A token is not what it should be; `check` says which look at it failed. Code `ERR_TOKEN_REFUSED`.
 * @example
 * await expect(sso.oidc.verify(tampered)).rejects.toMatchObject({ code: 'ERR_TOKEN_REFUSED', check: 'signature' });
 */
export class TokenRefusedError extends HarnessError {
  readonly check: TokenCheck;

  constructor(issuer: string, check: TokenCheck, reason: string, cause?: unknown) {
    super({
      code: 'ERR_TOKEN_REFUSED', fault: 'recipe',
      message: `A token of ${issuer} does not hold (${check}): ${reason}.`,
      wayOut: 'If the token should hold, compare the claim with what the client expects; if the refusal is expected, expect this error.',
      facts: { issuer, check },
      cause,
    });
    this.check = check;
  }
}
