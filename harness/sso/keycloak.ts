/** Keycloak as a provider: a realm for each app of a run. */
import { reasonOf, SsoProvisionError } from './errors.ts';
import { KeycloakAdmin } from './keycloak-admin.ts';
import { keycloakForm, logInToKeycloak } from './keycloak-login.ts';
import { realmRepresentation } from './keycloak-realm.ts';
import type { Provision, ProvisionRequest, SsoAccess, SsoProvider } from './provider.ts';

/** How often a realm that half an attempt has left is replaced: that attempt may still be at work in Keycloak. */
const attempts = 3;

export function keycloak(access: SsoAccess, now: () => number = () => performance.now()): SsoProvider {
  const { url } = access;
  const admin = new KeycloakAdmin(access, now);

  const expected = ({ realm, client, users }: ProvisionRequest): Provision => ({ realm, issuer: `${url}/realms/${realm}`, client, users });

  async function forget(realm: string): Promise<void> {
    await admin.request('DELETE', `/admin/realms/${encodeURIComponent(realm)}`, `the removal of the realm ${realm}`, [204, 404]);
  }

  async function make(request: ProvisionRequest): Promise<void> {
    const what = `the request for the realm ${request.realm}`;
    for (let attempt = 1; ; attempt++) {
      const answer = await admin.request('POST', '/admin/realms', what, [201, 409], realmRepresentation(request));
      if (answer.status === 201) return;
      if (attempt === attempts) throw new SsoProvisionError({ name: 'keycloak', url }, what, { status: 409, reason: reasonOf(answer, ['errorMessage']) });
      await forget(request.realm);
    }
  }

  return {
    name: 'keycloak',
    url,
    loginForm: keycloakForm,
    expected,
    provision: (request, progress) => progress.step(`make the realm ${request.realm} on ${url}`, async () => {
      await make(request);
      return expected(request);
    }),
    forget,
    async realms() {
      const answer = await admin.request('GET', '/admin/realms?briefRepresentation=true', 'the request for its realms', [200]);
      return answer.json<{ realm: string }[]>().map(({ realm }) => realm).filter(realm => realm !== 'master');
    },
    logInOverHttp: logInToKeycloak,
    close: () => admin.close(),
  };
}
