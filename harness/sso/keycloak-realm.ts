/** What a realm for one app of one run is, as Keycloak takes it: all of it in one request. */
import type { ProvisionRequest } from './provider.ts';

/** Keycloak's RealmRepresentation, as far as a run uses it; what is left out is Keycloak's default. */
export interface RealmRepresentation {
  readonly realm: string;
  readonly enabled: true;
  readonly clients: readonly ClientRepresentation[];
  readonly users: readonly UserRepresentation[];
  readonly components: Readonly<Record<'org.keycloak.keys.KeyProvider', readonly KeyProvider[]>>;
}

interface KeyProvider {
  readonly name: string;
  readonly providerId: string;
  readonly config: Readonly<Record<string, readonly string[]>>;
}

interface ClientRepresentation {
  readonly clientId: string;
  readonly secret: string;
  readonly protocol: 'openid-connect';
  readonly enabled: true;
  readonly publicClient: false;
  readonly standardFlowEnabled: true;
  readonly directAccessGrantsEnabled: true;
  readonly serviceAccountsEnabled: true;
  readonly redirectUris: readonly string[];
  readonly webOrigins: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly protocolMappers: readonly object[];
}

interface UserRepresentation {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly enabled: true;
  readonly emailVerified: true;
  readonly realmRoles: readonly string[];
  readonly credentials: readonly { readonly type: 'password'; readonly value: string; readonly temporary: false }[];
}

export function realmRepresentation({ realm, client, users, redirectUris, postLogoutRedirectUris, signingKey }: ProvisionRequest): RealmRepresentation {
  return {
    realm,
    enabled: true,
    clients: [{
      clientId: client.id, secret: client.secret,
      protocol: 'openid-connect', enabled: true, publicClient: false,
      standardFlowEnabled: true, directAccessGrantsEnabled: true, serviceAccountsEnabled: true,
      redirectUris, webOrigins: ['+'],
      // "+": where a login may end.
      attributes: { 'post.logout.redirect.uris': postLogoutRedirectUris?.join('##') ?? '+' },
      protocolMappers: [audienceOf(client.id)],
    }],
    // Without a whole name and a verified address Keycloak asks for them before it lets anybody in.
    users: users.map(({ username, email, firstName, lastName, password }) => ({
      username, email, firstName, lastName, enabled: true, emailVerified: true,
      // Who registers gets these; who comes with the realm does not, and is kept out of their own account.
      realmRoles: [`default-roles-${realm}`],
      credentials: [{ type: 'password', value: password, temporary: false }],
    })),
    components: { 'org.keycloak.keys.KeyProvider': keys(signingKey) },
  };
}

/**
 * Keycloak makes two pairs of RSA keys for a realm unless it is told, which is most of what a realm costs: seconds on a small
 * machine. The second one decrypts what clients encrypt for the provider, and none here does.
 */
function keys(signingKey: string | undefined): KeyProvider[] {
  const signs = { priority: ['100'], algorithm: ['RS256'] };
  return [
    signingKey === undefined ? { name: 'rsa-generated', providerId: 'rsa-generated', config: { ...signs, keyUse: ['SIG'] } }
      : { name: 'rsa', providerId: 'rsa', config: { ...signs, privateKey: [signingKey] } },
    { name: 'hmac-generated-hs512', providerId: 'hmac-generated', config: { priority: ['100'], algorithm: ['HS512'] } },
    { name: 'aes-generated', providerId: 'aes-generated', config: { priority: ['100'] } },
  ];
}

/** Keycloak leaves the client out of an access token's audience unless it is told; then nobody could check whom a token is for. */
function audienceOf(id: string): object {
  return {
    name: 'audience', protocol: 'openid-connect', protocolMapper: 'oidc-audience-mapper',
    config: { 'included.client.audience': id, 'access.token.claim': 'true', 'id.token.claim': 'false' },
  };
}
