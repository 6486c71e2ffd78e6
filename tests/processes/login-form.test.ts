/** Login forms in a real browser: one that answers with a new page, one of two steps that never leaves its page, and Keycloak's own fields. */
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browserLaunchOptions } from '../../harness/browser/launch.ts';
import { appLoginForm } from '../../harness/sso/app-login-form.ts';
import { keycloakForm } from '../../harness/sso/keycloak-login.ts';
import { onPage } from '../../harness/sso/log-in.ts';

const ada = { username: 'ada', password: 'right' };
const wrong = { username: 'ada', password: 'wrong-password' };

const search = '<form action="/search"><label>Search <input name="q" type="search"></label><button type="submit">Search</button></form>';

/** Answers with a whole page each time; the complaint is the server's. */
const classic = (complaint = '') => `<title>Sign in</title>${search}${complaint && `<div role="alert">${complaint}</div>`}
  <form method="post" action="/classic"><label>E-mail or username <input name="username"></label>
  <label>Password <input name="password" type="password"></label><button>Log in</button></form>`;

/** Asks for the name, then for the password, and never loads another page. The old complaint stays until the next one. */
const inPlace = `<title>Two steps</title><div id="app"></div><script>
  const app = document.querySelector('#app');
  const step = (label, type, next) => {
    app.innerHTML = '<p class="error"></p><label>' + label + ' <input type="' + type + '"></label><button type="button">Continue</button>';
    app.querySelector('button').onclick = () => setTimeout(() => next(app.querySelector('input').value), 50);
  };
  const complain = text => { app.querySelector('.error').textContent = text; };
  const first = () => step('Username', 'text', name => name === 'nobody' ? complain('No such account') : second());
  const second = () => step('Password', 'password', word => {
    if (word !== 'right') return complain('That password is wrong');
    history.pushState({}, '', '/welcome');
    app.innerHTML = '<h1>Welcome, ada</h1>';
  });
  first();
</script>`;

const keycloak = (complaint = '') => `<title>Sign in to whoa</title><form id="kc-form-login" method="post" action="/realms/whoa/login-actions/authenticate">
  <input id="username" name="username">${complaint && `<span id="input-error" aria-live="polite"> ${complaint} </span>`}
  <input id="password" name="password" type="password"><button id="kc-login" type="submit">Sign In</button></form>`;

/** The page with which a provider sends the browser on by itself. */
const passingOn = '<form method="get" action="/app"></form><script>document.forms[0].submit()</script>';

function pageFor(method: string, pathname: string, password: string | null): { html: string; location?: string; status?: number } {
  if (pathname === '/classic') return password === null ? { html: classic() } : password === 'right' ? { html: '', location: '/home' } : { html: classic('Wrong name or password.') };
  if (pathname === '/in-place' || pathname === '/welcome') return { html: inPlace };
  if (pathname === '/mute') return { html: `<title>Mute</title>${classic().replace('method="post"', 'onsubmit="return false"')}` };
  if (pathname.endsWith('/auth')) return { html: keycloak() };
  if (pathname.endsWith('/authenticate')) return method === 'POST' && password === 'right' ? { html: passingOn } : { html: keycloak(password === null ? '' : 'Invalid username or password.') };
  if (pathname === '/down') return { html: 'Bad Gateway', status: 502 };
  if (pathname === '/empty') return { html: '', status: 503 };
  return { html: `<h1>${pathname}</h1>` };
}

let folder: string;
let browser: Browser;
let server: http.Server;
let origin: string;
/** The server goes away over what was entered. */
let dropsAnswers = false;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rh-login-form-'));
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST' && dropsAnswers) return void request.socket.destroy();
      const { html, location, status } = pageFor(request.method ?? '', new URL(request.url ?? '/', origin).pathname, new URLSearchParams(Buffer.concat(chunks).toString()).get('password'));
      response.writeHead(location === undefined ? status ?? 200 : 302, { 'content-type': 'text/html', ...(location === undefined ? {} : { location }) }).end(html);
    });
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch(browserLaunchOptions({ zone: 'zone.test' }, folder));
});
beforeEach(async () => {
  dropsAnswers = false;
  page = await browser.newPage();
});
afterEach(() => page.close());
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  await new Promise<void>(closed => server.close(() => closed()));
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['a form that answers with a new page', '/classic', appLoginForm(), '/home', 'Wrong name or password.'],
  ['a form of two steps within its page', '/in-place', appLoginForm(), '/welcome', 'That password is wrong'],
  ["Keycloak's form, with a page in between that passes on", '/realms/whoa/protocol/openid-connect/auth', keycloakForm, '/app', 'Invalid username or password.'],
] as const)('%s', (_what, start, form, end, complaint) => {
  test('lets in who has the right password', async () => {
    await page.goto(origin + start);
    await form.login(page, ada);
    expect(new URL(page.url()).pathname).toBe(end);
  });

  test('refuses a wrong one in its own words, and then lets in the right one', async () => {
    await page.goto(origin + start);
    for (const _twice of [1, 2]) {
      const error: unknown = await form.login(page, wrong).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: 'ERR_LOGIN_REFUSED', said: complaint, username: 'ada' });
      expect(String(error)).not.toContain(wrong.password);
    }
    await form.login(page, ada);
    expect(new URL(page.url()).pathname).toBe(end);
  });
});

test.each([['classic', '/classic', appLoginForm()], ['Keycloak\'s', '/realms/whoa/protocol/openid-connect/auth', keycloakForm]] as const)('nobody is in whose %s form got no answer', async (_what, start, form) => {
  await page.goto(origin + start);
  dropsAnswers = true;
  await expect(form.login(page, ada)).rejects.toMatchObject({ code: 'ERR_LOGIN_FORM', message: expect.stringMatching(/no answer came to what was entered: net::ERR_(EMPTY_RESPONSE|CONNECTION_RESET)/) });
});

test('a name that is refused before the password is asked for', async () => {
  await page.goto(`${origin}/in-place`);
  await expect(appLoginForm({ what: "The wiki's form" }).login(page, { ...ada, username: 'nobody' }))
    .rejects.toMatchObject({ said: 'No such account', message: expect.stringContaining("The wiki's form refused nobody") });
});

describe('the authorization URL', () => {
  const start = (at: string) => new URL(`${origin}${at}`);
  const back = () => `${origin}/app`;

  test('leads over the form to a redirect that the app never sees', async () => {
    const asked: string[] = [];
    server.on('request', ({ url }) => asked.push(url ?? ''));
    const end = await onPage(page, keycloakForm, ada, back())(start('/realms/whoa/protocol/openid-connect/auth'));
    expect(end.pathname).toBe('/app');
    expect(asked.filter(url => url.startsWith('/app'))).toEqual([]);
  });

  test('leads at once to the redirect for who has a session', async () => {
    expect((await onPage(page, keycloakForm, ada, back())(start('/app?code=c1'))).search).toBe('?code=c1');
  });

  test.each(['/down', '/empty'])('of a provider that is down names the provider (%s)', async at => {
    await expect(onPage(page, keycloakForm, ada, back())(start(at))).rejects.toMatchObject({
      code: 'ERR_SSO_UNREACHABLE', fault: 'environment', message: expect.stringContaining(`The provider keycloak at ${origin}`),
    });
  });
});

test.each([
  ['has no form', '/nothing', 'shows no field for a name'],
  ['says nothing', '/mute', 'stays without a word'],
])('a page that %s is told with its address', async (_what, at, words) => {
  await page.goto(origin + at);
  await expect(appLoginForm({ patience: 500 }).login(page, ada)).rejects.toMatchObject({
    code: 'ERR_LOGIN_FORM', message: expect.stringMatching(new RegExp(`${words}: ${origin}${at} `)),
  });
});
