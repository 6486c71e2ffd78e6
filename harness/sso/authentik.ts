/** authentik as a provider: an application with its OAuth2 provider, and users in a folder of their own, for each app of a run. */
import type { Application, CertificateKeyPair, Flow, OAuth2Provider, ScopeMapping, Token, User } from '@goauthentik/api';
import { AuthentikApi } from './authentik-api.ts';
import { appPasswordBody, applicationBody, folders, type Furniture, providerBody, userBody } from './authentik-bodies.ts';
import { authentikForm, logInToAuthentik } from './authentik-login.ts';
import type { Provision, ProvisionRequest, SsoAccess, SsoProvider } from './provider.ts';

const unproven = 'Unproven: no authentik has ever been asked any of this. Its requests are checked against the published client @goauthentik/api only.';

/** The scopes that every app asks for; authentik grants those alone that the provider maps. */
const scopes = ['openid', 'profile', 'email', 'offline_access'];

export function authentik(access: SsoAccess): SsoProvider {
  const { url } = access;
  const api = new AuthentikApi(access);

  const expected = ({ realm, client, users }: ProvisionRequest): Provision => ({ realm, issuer: `${url}/application/o/${realm}/`, client, users });

  /** Users come first and go last: by their folder an attempt that broke anywhere is found again. */
  async function make(request: ProvisionRequest): Promise<void> {
    const { realm } = request;
    const furniture = await furnitureOf(api);
    for (const user of request.users) {
      const { pk } = await api.request<User>('POST', '/core/users/', `the request for the user ${user.username}`, [201], userBody(realm, user));
      await api.request('POST', `/core/users/${pk}/set_password/`, `the password of ${user.username}`, [204], { password: user.password });
      const what = `the app password of ${user.username}`;
      const { identifier } = await api.request<Token>('POST', '/core/tokens/', what, [201], appPasswordBody(realm, user, pk));
      await api.request('POST', `/core/tokens/${encodeURIComponent(identifier)}/set_key/`, what, [204], { key: user.password });
    }
    const { pk } = await api.request<OAuth2Provider>('POST', '/providers/oauth2/', `the request for the provider ${realm}`, [201], providerBody(request, furniture));
    await api.request<Application>('POST', '/core/applications/', `the request for the application ${realm}`, [201], applicationBody(realm, pk));
  }

  async function forget(realm: string): Promise<void> {
    const what = `the removal of ${realm}`;
    await api.request('DELETE', `/core/applications/${encodeURIComponent(realm)}/`, what, [204, 404]);
    const providers = await api.list<OAuth2Provider>(`/providers/oauth2/?name=${encodeURIComponent(realm)}`, what);
    for (const { pk, name } of providers) if (name === realm) await api.request('DELETE', `/providers/oauth2/${pk}/`, what, [204, 404]);
    const users = await api.list<User>(`/core/users/?path=${encodeURIComponent(folders + realm)}`, what);
    for (const { pk, path } of users) if (path === folders + realm) await api.request('DELETE', `/core/users/${pk}/`, what, [204, 404]);
  }

  return {
    name: 'authentik',
    url,
    unproven,
    loginForm: authentikForm,
    expected,
    provision: (request, progress) => progress.step(`make the application ${request.realm} on ${url}`, async () => {
      await forget(request.realm);
      await make(request);
      return expected(request);
    }),
    forget,
    async realms() {
      const users = await api.list<User>(`/core/users/?path_startswith=${encodeURIComponent(folders)}`, 'the request for its users');
      return [...new Set(users.flatMap(({ path }) => path?.startsWith(folders) ? [path.slice(folders.length)] : []))];
    },
    logInOverHttp: logInToAuthentik,
    close: () => api.close(),
  };
}

async function furnitureOf(api: AuthentikApi): Promise<Furniture> {
  const flow = async (slug: string) => (await api.request<Flow>('GET', `/flows/instances/${slug}/`, `the request for its flow ${slug}`, [200])).pk;
  const keys = await api.list<CertificateKeyPair>('/crypto/certificatekeypairs/?has_key=true', 'the request for its keys');
  const signingKey = keys.find(({ keyType, privateKeyAvailable }) => keyType === 'rsa' && privateKeyAvailable)?.pk;
  if (signingKey === undefined) throw api.lacking('an RSA key with its private half');
  const mappings = await api.list<ScopeMapping>('/propertymappings/provider/scope/', 'the request for its scopes');
  const own = mappings.filter(({ managed, scopeName }) => managed?.startsWith('goauthentik.io/providers/oauth2/') && scopes.includes(scopeName));
  return {
    authorizationFlow: await flow('default-provider-authorization-implicit-consent'),
    invalidationFlow: await flow('default-provider-invalidation-flow'),
    signingKey,
    scopes: own.map(({ pk }) => pk),
  };
}
