/** The login form of whatever app: found by what its fields are called, as a person finds them. */
import type { Locator, Page } from '@playwright/test';
import { submit } from './form-on-page.ts';
import type { LoginForm } from './login-form.ts';

/** Where an app's form differs from what most forms look like. Each replaces the guess. */
export interface AppLoginFormOptions {
  /** Whose form it is, for messages. Default: "The login form". */
  readonly what?: string;
  readonly username?: (page: Page) => Locator;
  readonly password?: (page: Page) => Locator;
  readonly submit?: (page: Page) => Locator;
  /** What the form shows when it refuses. */
  readonly complaint?: (page: Page) => Locator;
  /** Whether a URL is beyond the login. Default: whoever sees no password field is in. */
  readonly left?: (url: URL) => boolean;
  /** Milliseconds that each step may take; default 30,000. */
  readonly patience?: number;
}

const called = {
  username: /user|e-?mail|login|account|benutzer|utilisateur|usuario/i,
  submit: /^\s*(log ?in|sign ?in|log ?on|continue|next|submit|anmelden|weiter|connexion|se connecter|acceder)\s*$/i,
};

/**
 * A form of one step or two, with a name and a password, that is nobody's in particular.
 * @example
 * await appLoginForm().login(page, { username: 'ada', password });
 * await appLoginForm({ complaint: page => page.locator('.flash-error') }).login(page, user);
 */
export function appLoginForm(options: AppLoginFormOptions = {}): LoginForm {
  const what = options.what ?? 'The login form';
  return {
    what,
    login: (page, user) => submit(page, {
      what,
      username: (options.username ?? usernameOf)(page),
      password: (options.password ?? (at => at.locator('input[type="password"]')))(page),
      submit: (options.submit ?? submitOf)(page),
      complaint: (options.complaint ?? complaintOf)(page),
      ...(options.left ? { left: options.left } : {}),
      ...(options.patience === undefined ? {} : { patience: options.patience }),
    }, user),
  };
}

/** A search field stands on many pages beside the form. */
function usernameOf(page: Page): Locator {
  return page.getByRole('textbox', { name: called.username }).or(page.locator('input[autocomplete~="username"]'))
    .and(page.locator('input:not([type="password"]):not([type="search"])'));
}

function submitOf(page: Page): Locator {
  return page.locator('form').filter({ has: page.locator('input[type="password"], input[autocomplete~="username"]') }).locator('[type="submit"]')
    .or(page.getByRole('button', { name: called.submit }));
}

function complaintOf(page: Page): Locator {
  return page.getByRole('alert').or(page.locator('[aria-live="assertive"], .alert-danger, .error, .errorlist, .invalid-feedback'))
    .filter({ hasText: /\S/ });
}
