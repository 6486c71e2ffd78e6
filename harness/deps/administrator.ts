/** The administrator of a provider that is deployed here: its name and password, as its recipe keeps them. */
import { HarnessError } from '../errors.ts';
import type { SsoProvider, SsoProviderName } from '../sso/provider.ts';
import { adminKept, ssoProvider } from '../sso/providers.ts';
import type { Target } from '../settings/target.ts';

export interface Standing {
  readonly domain: string;
  readonly target: Target;
  readonly env: { get(key: string): string | undefined };
  readonly secrets: { get(name: string): string | undefined };
}

/** The caller closes it. */
export function asAdministrator(name: SsoProviderName, { domain, target, env, secrets }: Standing): SsoProvider {
  const kept = adminKept[name];
  const secret = secrets.get(kept.secret);
  if (secret === undefined) {
    throw new HarnessError({
      code: 'ERR_SSO_ADMIN_UNKNOWN', fault: 'user',
      message: `${name} (${domain}) has no secret "${kept.secret}", in which the harness expects its administrator's.`,
      wayOut: `Use a release of ${name} whose compose file has that secret.`, facts: { provider: name, domain, secret: kept.secret },
    });
  }
  const username = (kept.usernameEnv === undefined ? undefined : env.get(kept.usernameEnv)) ?? kept.username;
  return ssoProvider(name, { url: `https://${domain}`, target, admin: { username, secret } });
}
