/** What a run has made on the provider for an app, as its tests and hooks have it: client, users, and their ways in. */
import type { Page } from '@playwright/test';
import { readGrants } from '../app/grants.ts';
import type { InstalledApp } from '../app/installed-app.ts';
import { HarnessError } from '../errors.ts';
import { observe } from '../observed.ts';
import type { Progress } from '../progress.ts';
import type { Run } from '../run/run.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { LogIn, Tokens } from '../sso/granted.ts';
import { onPage } from '../sso/log-in.ts';
import { discover, type OidcClient } from '../sso/oidc.ts';
import { type Provision, type SsoClient, ssoProviderNames, type SsoProviderName, type SsoUser } from '../sso/provider.ts';
import { loginForms } from '../sso/providers.ts';
import type { GrantsOfRun } from './grant.ts';
import { provisionOn } from './provision.ts';

/**
 * Single sign-on as the tests of an app have it: a client and two users of this run alone, on the provider that the app
 * was deployed with. In the tests of a provider itself: a realm made for this test on the app under test.
 *
 * @example
 * test('a user gets in', async ({ app, page, sso }) => {
 *   await page.goto(app.url);
 *   await sso.login(page);
 *   await expect(page.getByTestId('who')).toHaveText(sso.user.username);
 * });
 */
export interface Sso {
  readonly provider: SsoProviderName;
  readonly realm: string;
  readonly issuer: string;
  /** The app, as the provider knows it. */
  readonly client: SsoClient;
  /** The user of the tests. */
  readonly user: SsoUser;
  /** Somebody else, who must be kept out of what is the first one's. */
  readonly otherUser: SsoUser;
  /** The provider, asked as the app's client: all grants, refresh, user info, logout, and a careful look at tokens. */
  readonly oidc: OidcClient;
  /**
   * Tokens for name and password, verified.
   * @param user default `user`
   * @throws OidcRefusedError with the provider's own words
   */
  passwordGrant(user?: SsoUser): Promise<Tokens>;
  /** Tokens for the app itself, verified; nobody has logged in. */
  clientCredentials(): Promise<Tokens>;
  /**
   * Fills in the provider's login form, to which the app has sent the page, and waits until the page has left it.
   * @param user default `user`; a wrong password is `{ ...sso.user, password: 'wrong' }`
   * @throws LoginRefusedError with the form's own message
   */
  login(page: Page, user?: Pick<SsoUser, 'username' | 'password'>): Promise<void>;
  /**
   * For a login without an app: the test itself is the client, and a page of the browser its user's. The redirect is caught
   * before anybody sees the code.
   * @param user default `user`; whoever has a session in that browser already sees no form
   * @example
   * const tokens = await sso.oidc.authorizationCode({ redirectUri, logIn: sso.onPage(page, redirectUri) });
   */
  onPage(page: Page, redirectUri: string, user?: Pick<SsoUser, 'username' | 'password'>): LogIn;
}

export interface SsoInit {
  readonly run: Run;
  readonly recipe: Recipe;
  readonly app: InstalledApp;
  readonly progress: Progress;
  /** Told of each token that was given, and of each login that came through. */
  readonly onUse?: (what: 'tokens' | 'login') => void;
}

/** The caller closes `oidc`. */
export async function ssoOf({ run, recipe, app, progress, onUse = () => undefined }: SsoInit): Promise<Sso> {
  const provider = recipe.sso?.provider ?? ssoProviderNames.find(name => name === recipe.name);
  if (provider === undefined) throw undeclared(recipe);
  const { realm, issuer, client, users: [user, otherUser] } = await provisionFor(run, recipe, provider, app, progress);
  observe({ kind: 'given', values: [realm, issuer, client.id, ...[user, otherUser].map(({ password: _password, ...known }) => known)] });
  const oidc = await discover({
    issuer, client, provider, target: run.target,
    onSecret: (value, kind) => {
      run.secrets.register(value, `${kind} of ${client.id}`);
      if (kind.endsWith('token')) onUse('tokens');
    },
  });
  const form = loginForms[provider];
  const told = async <T>(login: Promise<T>): Promise<T> => {
    const landed = await login;
    onUse('login');
    return landed;
  };
  return {
    provider, realm, issuer, client, user, otherUser, oidc,
    passwordGrant: (who = user) => progress.step(`get tokens for ${who.username} by password`, () => oidc.passwordGrant(who)),
    clientCredentials: () => progress.step(`get tokens for ${client.id} itself`, () => oidc.clientCredentials()),
    login: (page, who = user) => progress.step(`log in as ${who.username} on ${form.what}`, () => told(form.login(page, who))),
    onPage: (page, redirectUri, who = user) => url => progress.step(`log in as ${who.username} on ${form.what}, for a code`, () => told(onPage(page, form, who, redirectUri)(url))),
  };
}

async function provisionFor(run: Run, recipe: Recipe, provider: SsoProviderName, app: InstalledApp, progress: Progress): Promise<Provision> {
  if (!recipe.sso) return provisionOn(run, provider, app, progress);
  const provision = (await readGrants<GrantsOfRun>(run, app.domain))?.provision;
  if (provision) return provision;
  throw new Error(`run ${run.id} has granted ${app.domain} nothing on ${provider}`);
}

function undeclared({ name, file }: Recipe): HarnessError {
  return new HarnessError({
    code: 'ERR_SSO_UNDECLARED', fault: 'user',
    message: `A test of ${name} asks for the fixture sso, and ${file} names no provider.`,
    wayOut: 'Write [sso] with provider = "keycloak" into that file, or take `sso` out of the test.', facts: { recipe: name, file },
  });
}
