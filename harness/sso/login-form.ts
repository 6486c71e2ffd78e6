/** What a login form is to a test: something that lets people in, or says why not. */
import type { Page } from '@playwright/test';
import type { SsoProviderName, SsoUser } from './provider.ts';

/** Who logs in: any user with a name and a password. */
export type Credentials = Pick<SsoUser, 'username' | 'password'>;

/**
 * A login form, whoever's it is: a provider's, or an app's own.
 * @example
 * await page.goto(app.url);
 * await sso.loginForm.login(page, sso.user);
 * await expect(page.getByText(sso.user.email)).toBeVisible();
 */
export interface LoginForm {
  /** Whose form it is, for messages: "Keycloak's login form". */
  readonly what: string;
  /** The provider whose form it is; absent for an app's own. */
  readonly provider?: SsoProviderName;
  /**
   * Fills in the form that the page shows, or is about to show, and waits until the page has left it.
   * @throws LoginRefusedError with the form's own message when the form stays and says why
   * @throws LoginFormError when there is no such form, or it stays without a word
   */
  login(page: Page, user: Credentials): Promise<void>;
}
