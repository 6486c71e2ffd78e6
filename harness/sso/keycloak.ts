/** Keycloak as a provider: a realm for each app of a run. */
import { type Clock, systemClock } from '../http/clock.ts';
import { KeycloakAdmin } from './keycloak-admin.ts';
import { keycloakForm, logInToKeycloak } from './keycloak-login.ts';
import { realmRepresentation } from './keycloak-realm.ts';
import type { Provision, ProvisionRequest, SsoAccess, SsoProvider } from './provider.ts';

/** How often a realm that half an attempt has left is replaced: that attempt may still be at work in Keycloak. */
const attempts = 5;

export function keycloak(access: SsoAccess, clock: Clock = systemClock): SsoProvider {
  const { url } = access;
  const admin = new KeycloakAdmin(access, () => clock.now());

  const expected = ({ realm, client, users }: ProvisionRequest): Provision => ({ realm, issuer: `${url}/realms/${realm}`, client, users });

  async function forget(realm: string): Promise<void> {
    await admin.request('DELETE', `/admin/realms/${encodeURIComponent(realm)}`, `the removal of the realm ${realm}`, [204, 404]);
  }

  async function make(request: ProvisionRequest): Promise<void> {
    const what = `the request for the realm ${request.realm}`;
    for (let attempt = 1; ; attempt++) {
      // 409 says that the realm is there; 400 or 500 may say that a broken attempt is making it at this moment.
      const answer = await admin.request('POST', '/admin/realms', what, [201, 400, 409, 500], realmRepresentation(request));
      if (answer.status === 201) return;
      await forget(request.realm);
      if (attempt === attempts) throw admin.refusal(answer, what);
      if (answer.status !== 409) await clock.pause(500);
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
