/** The two ways over a provider's form: in a browser, and over plain HTTP. */
import type { Page } from '@playwright/test';
import { createHttp } from '../http/client.ts';
import type { Reachable } from '../http/connect.ts';
import type { Credentials, LoginForm } from './login-form.ts';
import type { LogIn } from './oidc.ts';
import type { SsoProvider } from './provider.ts';

/**
 * Logs in on a page of the browser; the redirect is caught before the app sees its code.
 * @example
 * await oidc.authorizationCode({ redirectUri, logIn: onPage(page, provider.loginForm, user, redirectUri) });
 */
export function onPage(page: Page, form: LoginForm, user: Credentials, redirectUri: string): LogIn {
  return async authorizationUrl => {
    const ofRedirect = (url: URL) => url.href.startsWith(redirectUri);
    await page.route(ofRedirect, route => route.fulfill({ contentType: 'text/plain', body: 'The login has come back.' }));
    try {
      await page.goto(authorizationUrl.href);
      // Whoever has a session already sees no form.
      if (!ofRedirect(new URL(page.url()))) await form.login(page, user);
      await page.waitForURL(ofRedirect);
      return new URL(page.url());
    } finally {
      await page.unroute(ofRedirect);
    }
  };
}

/** Logs in as a browser without scripts, with a session of its own. */
export function overHttp(provider: Pick<SsoProvider, 'logInOverHttp'>, user: Credentials, at: { redirectUri: string; target: Reachable }): LogIn {
  return async authorizationUrl => {
    const http = createHttp(at.target);
    try {
      return await provider.logInOverHttp(http.withCookies(), authorizationUrl, user, at.redirectUri);
    } finally {
      await http.close();
    }
  };
}
