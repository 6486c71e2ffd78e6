/** Given a user of Keycloak, when they log in from a Matrix client in the browser, then they have a Matrix session as themselves. */
import type { Page } from '@playwright/test';
import { expect, type HttpClient, type InstalledApp, LoginRefusedError, testOf } from 'recipe-harness';
import { as, createRoom, join, logIn, send, sessionOf, v3 } from '../matrix.ts';
import overlay from '../overlay.ts';

const test = testOf(overlay);

/** A page of the server's own stands for a client. */
const client = (app: InstalledApp): string => `${app.url}/_matrix/static/`;

const toKeycloak = (app: InstalledApp): string => `${app.url}${v3}/login/sso/redirect/oidc-keycloak?redirectUrl=${encodeURIComponent(client(app))}`;

/** Says yes to the client, which then opens the session. */
async function openSession(page: Page, app: InstalledApp, api: HttpClient): Promise<HttpClient> {
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.waitForURL(url => url.href.startsWith(client(app)));
  return sessionOf(api, await logIn(api, { type: 'm.login.token', token: new URL(page.url()).searchParams.get('loginToken') }));
}

test('a user logs in through Keycloak, writes to somebody with a password, and is the same person the next time', { tag: ['@browser', '@sso'] }, async ({ app, api, page, credentials, sso, unique }, info) => {
  const text = unique('message');
  const id = credentials.bob.id.replace(/^@[^:]+/, `@${sso.user.username}`);
  await page.goto(toKeycloak(app));
  await sso.login(page);
  await expect(page.getByText(id)).toBeVisible();
  await info.attach('asked whether to go on', { body: await page.screenshot(), contentType: 'image/png' });
  const user = await openSession(page, app, api);
  expect((await user.get(`${v3}/account/whoami`)).json()).toMatchObject({ user_id: id });

  const room = await createRoom(user, { preset: 'private_chat', invite: [credentials.bob.id] });
  await join(as(api, credentials.bob), room);
  const message = await send(user, room, { msgtype: 'm.text', body: text });

  expect((await as(api, credentials.bob).get(message)).json()).toMatchObject({ sender: id, content: { body: text } });
  await page.goto(toKeycloak(app));
  const again = await openSession(page, app, api);
  expect((await again.get(message)).json(), 'in a session of its own').toMatchObject({ sender: id, content: { body: text } });
});

test('a wrong password at Keycloak opens no session, and the right one afterwards does', { tag: ['@browser', '@sso'] }, async ({ app, api, page, sso }) => {
  await page.goto(toKeycloak(app));

  const refused = await sso.login(page, { ...sso.otherUser, password: 'not the password' }).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(LoginRefusedError);
  await sso.login(page, sso.otherUser);
  const user = await openSession(page, app, api);
  expect((await user.get(`${v3}/account/whoami`)).json()).toMatchObject({ user_id: expect.stringMatching(`^@${sso.otherUser.username}:`) });
});
