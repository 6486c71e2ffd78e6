/** What authentik is asked to make for one app of one run, typed by its published client. */
import type { ApplicationRequest, OAuth2ProviderRequest, RedirectURIRequest, TokenRequest, UserRequest } from '@goauthentik/api';
import type { ProvisionRequest, SsoUser } from './provider.ts';

/** Users of all realms live side by side; their folder says whose they are. */
export const folders = 'recipe-harness/';

/** What every authentik has, by its primary keys in this one. */
export interface Furniture {
  readonly authorizationFlow: string;
  readonly invalidationFlow: string;
  readonly signingKey: string;
  readonly scopes: readonly string[];
}

export function userBody(realm: string, user: SsoUser): UserRequest {
  return { username: user.username, name: `${user.firstName} ${user.lastName}`, email: user.email, isActive: true, path: `${folders}${realm}`, type: 'internal' };
}

/** authentik's password grant takes app passwords only: the user gets one that is the same as the password. */
export function appPasswordBody(realm: string, user: SsoUser, pk: number): TokenRequest {
  return { identifier: `${realm}-${user.username.replaceAll('.', '-')}`, intent: 'app_password', user: pk, expiring: false };
}

export function providerBody({ realm, client, redirectUris, postLogoutRedirectUris }: ProvisionRequest, furniture: Furniture): OAuth2ProviderRequest {
  return {
    name: realm,
    authorizationFlow: furniture.authorizationFlow,
    invalidationFlow: furniture.invalidationFlow,
    clientType: 'confidential', clientId: client.id, clientSecret: client.secret,
    grantTypes: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
    propertyMappings: [...furniture.scopes],
    // Without a key the tokens are signed with the client's secret, which proves nothing.
    signingKey: furniture.signingKey,
    issuerMode: 'per_provider',
    redirectUris: [...redirectUris.map(uri => redirect(uri, 'authorization')), ...(postLogoutRedirectUris ?? redirectUris).map(uri => redirect(uri, 'logout'))],
  };
}

export function applicationBody(realm: string, provider: number): ApplicationRequest {
  return { name: realm, slug: realm, provider };
}

function redirect(uri: string, redirectUriType: 'authorization' | 'logout'): RedirectURIRequest {
  if (!uri.endsWith('*')) return { matchingMode: 'strict', url: uri, redirectUriType };
  return { matchingMode: 'regex', url: `${uri.slice(0, -1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}.*`, redirectUriType };
}
