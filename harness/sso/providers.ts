/** Which providers there are, how one is reached, and where its recipe keeps what its administrator needs. */
import { authentik } from './authentik.ts';
import { authentikForm } from './authentik-login.ts';
import { keycloak } from './keycloak.ts';
import { keycloakForm } from './keycloak-login.ts';
import type { LoginForm } from './login-form.ts';
import type { SsoAccess, SsoProvider, SsoProviderName } from './provider.ts';

/** Where a provider's recipe keeps its administrator. */
export interface AdminKept {
  /** Key of the app's env that names the administrator; absent where the name is fixed. */
  readonly usernameEnv?: string;
  /** The name where the env says none. */
  readonly username: string;
  /** The swarm secret, as abra names it, that holds the password or token. */
  readonly secret: string;
  /** Why this is not known to be so; absent where it is. */
  readonly unproven?: string;
}

export const adminKept: Readonly<Record<SsoProviderName, AdminKept>> = {
  keycloak: { usernameEnv: 'ADMIN_USERNAME', username: 'admin', secret: 'admin_password' },
  authentik: {
    username: 'akadmin', secret: 'admin_token',
    unproven: "The public recipe could not be read: that AUTHENTIK_BOOTSTRAP_TOKEN comes from a secret `admin_token` is a guess.",
  },
};

/** The pages on which their users log in. */
export const loginForms: Readonly<Record<SsoProviderName, LoginForm>> = { keycloak: keycloakForm, authentik: authentikForm };

const made = { keycloak, authentik } as const satisfies Record<SsoProviderName, (access: SsoAccess) => SsoProvider>;

/**
 * A provider of single sign-on that stands somewhere. Nothing is asked of it yet.
 * @example
 * const provider = ssoProvider('keycloak', { url: 'https://keyc-1a2b3c.ci.example.org', admin: { username: 'admin', secret: password }, target });
 * const provision = await provider.provision(newProvisionRequest('whoa-4d5e6f', ['https://whoa-4d5e6f.ci.example.org/*']), progress);
 */
export function ssoProvider(name: SsoProviderName, access: SsoAccess): SsoProvider {
  return made[name]({ ...access, url: access.url.replace(/\/+$/, '') });
}
