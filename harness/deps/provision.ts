/** Makes on the provider what an app needs for its logins: a realm, a client and users of this run alone. */
import { createHttp } from '../http/client.ts';
import { secretsOf as secretsOfApp } from '../app/app-secrets.ts';
import type { SsoValues } from '../app/grants.ts';
import type { InstalledApp } from '../app/installed-app.ts';
import { fillIn } from '../app/app-env.ts';
import type { AppNames, Context } from '../app/workplace.ts';
import { unique } from '../data/hands.ts';
import { HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { leaseRealm } from '../run/lease.ts';
import type { Run } from '../run/run.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { Target } from '../settings/target.ts';
import { reaching } from '../sso/errors.ts';
import { newProvisionRequest, secretsOf, withSigningKey } from '../sso/new-provision.ts';
import type { Provision, SsoProvider } from '../sso/provider.ts';
import { asAdministrator } from './administrator.ts';
import type { Dependency } from './warm.ts';

type Sso = NonNullable<Recipe['sso']>;

/** A realm of a test's own, on a provider that is itself under test; it goes with the provider. */
export async function provisionOn(run: Run, name: Sso['provider'], app: InstalledApp, progress: Progress): Promise<Provision> {
  const request = await withSigningKey(newProvisionRequest(unique('own'), [`${app.url}/*`]));
  for (const { value, what } of secretsOf(request)) run.secrets.register(value, what);
  const provider = await providerOf(name, { app, owner: run });
  try {
    return await progress.step(`make realm ${request.realm} on ${app.recipe.name}`, () => provider.provision(request, progress));
  } finally {
    await provider.close();
  }
}

export interface Provisioned {
  readonly provision: Provision;
  readonly values: SsoValues;
}

/** Written down first where the provider outlives the run: then the realm has to be forgotten by itself. */
export async function provision(run: Run, recipe: Recipe & { sso: Sso }, names: AppNames, { app, owner }: Dependency, { progress }: Context): Promise<Provisioned> {
  const realm = names.domain.split('.')[0] ?? names.domain;
  if (owner.id !== run.id || run.settings.warm) {
    const made = { realm, provider: app.domain, owner: owner.id };
    run.ledger.append({ kind: 'realm', realm: made });
    await leaseRealm(await run.engine(), run.id, made);
  }
  const redirectUris = recipe.sso.redirect_uris.map(uri => fillIn(uri, names, { file: recipe.file, key: 'sso.redirect_uris' }));
  const request = await withSigningKey(newProvisionRequest(realm, redirectUris));
  for (const { value, what } of secretsOf(request)) run.secrets.register(value, what);
  const provider = await providerOf(recipe.sso.provider, { app, owner });
  try {
    const made = await progress.step(`make realm, client and users for ${recipe.name} on ${app.recipe.name}`, () => provider.provision(request, progress));
    return { provision: made, values: await valuesOf(recipe.sso.provider, made, app, run.target) };
  } finally {
    await provider.close();
  }
}

/** Reached as its administrator; the caller closes it. */
export async function providerOf(name: Sso['provider'], { app, owner }: Dependency): Promise<SsoProvider> {
  return asAdministrator(name, { domain: app.domain, target: owner.target, env: { get: key => app.env(key) }, secrets: await secretsOfApp(owner, app.domain) });
}

/** What recipe files may refer to; the endpoints are those that the provider tells itself. */
async function valuesOf(name: Sso['provider'], { realm, issuer, client }: Provision, app: InstalledApp, target: Target): Promise<SsoValues> {
  const http = createHttp(target, { baseURL: app.url });
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const told = (await reaching({ name, url: app.url }, 'the request for its discovery document', () => http.get(url))).expectStatus(200).json<Record<string, unknown>>();
    const endpoint = (key: string): string => {
      const value = told[key];
      if (typeof value === 'string') return value;
      throw new HarnessError({
        code: 'ERR_SSO_DISCOVERY', fault: 'environment',
        message: `The discovery document ${url} has no ${key}.`, wayOut: `Look at the version of ${app.recipe.name} and at its settings.`, facts: { url, key },
      });
    };
    return {
      issuer, realm, url: app.url, domain: app.domain, client_id: client.id, client_secret: client.secret,
      authorization_endpoint: endpoint('authorization_endpoint'), token_endpoint: endpoint('token_endpoint'),
      userinfo_endpoint: endpoint('userinfo_endpoint'), jwks_uri: endpoint('jwks_uri'), end_session_endpoint: endpoint('end_session_endpoint'),
    };
  } finally {
    await http.close();
  }
}
