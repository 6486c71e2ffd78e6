/** Logging in on a page: fills in a form, and waits until the page has gone on or the form has said why not. */
import type { Page } from '@playwright/test';
import type { SsoUser } from './provider.ts';

/** Who logs in: any user with a name and a password. */
export type Credentials = Pick<SsoUser, 'username' | 'password'>;

/** A login form, whoever's it is. */
export interface LoginForm {
  /** Whose form it is, for messages: "Keycloak's login form". */
  readonly what: string;
  /**
   * Fills in the form that the page shows, or is about to show, and waits until the page has left it.
   * @throws LoginRefusedError with the form's own message when the form stays and says why
   */
  login(page: Page, user: Credentials): Promise<void>;
}
