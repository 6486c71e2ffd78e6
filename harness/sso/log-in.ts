/** The two ways over a provider's form: in a browser, and over plain HTTP. */
import type { Page } from '@playwright/test';
import { createHttp } from '../http/client.ts';
import type { Reachable } from '../http/connect.ts';
import { HttpResponse } from '../http/response.ts';
import { isDown, SsoUnreachableError } from './errors.ts';
import type { LogIn } from './granted.ts';
import type { Credentials, LoginForm } from './login-form.ts';
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
      await open(page, authorizationUrl, form);
      // Whoever has a session already sees no form.
      if (!ofRedirect(new URL(page.url()))) await form.login(page, user);
      await page.waitForURL(ofRedirect);
      return new URL(page.url());
    } finally {
      await page.unroute(ofRedirect);
    }
  };
}

/** Opens the form; where it is missing because its provider is down, nobody looks for it. */
async function open(page: Page, authorizationUrl: URL, form: LoginForm): Promise<void> {
  const down = (reason: string, cause?: unknown) =>
    new SsoUnreachableError({ name: form.provider ?? form.what, url: authorizationUrl.origin }, 'its login form', reason, cause);
  const opened = await page.goto(authorizationUrl.href).catch((cause: unknown) => {
    // The browser's own word: no answer, or one without any content.
    const word = cause instanceof Error ? /net::ERR_\w+/.exec(cause.message)?.[0] : undefined;
    throw word === undefined ? cause : down(word, cause);
  });
  if (opened === null || opened.ok()) return;
  const [status, bytes] = [opened.status(), await opened.body()];
  const answer = new HttpResponse({ method: 'GET', url: opened.url(), status, headers: opened.headers(), setCookies: [], bytes, hops: [] });
  if (isDown(answer)) throw down(`status ${status}`);
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
