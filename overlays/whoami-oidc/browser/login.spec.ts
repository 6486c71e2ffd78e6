/** Given a user of the provider, when they log in on its page, then they are inside the app as themselves, and nobody else is. */
import type { BrowserContext, Page } from '@playwright/test';
import { expect, LoginRefusedError, test } from 'recipe-harness';

/** The session, as whoever has got hold of it would show it. */
const cookieOf = async (context: BrowserContext, url: string) => (await context.cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ');

async function saveNote(page: Page, note: string): Promise<void> {
  await page.getByLabel('Your note').fill(note);
  // The form answers with the way back to the page: what comes next would meet a page that is being left.
  const back = page.waitForEvent('framenavigated', frame => frame === page.mainFrame());
  await page.getByRole('button', { name: 'Save' }).click();
  await back;
  await page.waitForLoadState();
}

test('a user logs in on the provider\'s page and uses the app as themselves', { tag: ['@browser', '@sso'] }, async ({ app, page, sso, unique }, info) => {
  await page.goto(app.url);
  await sso.login(page);

  await expect(page.locator('#user')).toHaveText(sso.user.username);
  await expect(page.locator('#email')).toHaveText(sso.user.email);
  await expect(page.locator('#iss')).toHaveText(sso.issuer);
  const note = unique('note');
  await saveNote(page, note);
  await info.attach('logged in', { body: await page.screenshot(), contentType: 'image/png' });
  await page.goto(app.url);
  await expect(page.getByLabel('Your note')).toHaveValue(note);
});

test('a wrong password is refused, and leaves the visitor outside', { tag: ['@browser', '@sso'] }, async ({ app, page, sso }) => {
  await page.goto(app.url);

  const refused = await sso.login(page, { ...sso.user, password: 'not the password' }).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(LoginRefusedError);
  expect((refused as LoginRefusedError).said).toContain('Invalid');
  await page.goto(app.url);
  expect(new URL(page.url()).origin, 'still at the provider').toBe(new URL(sso.issuer).origin);
  await expect(page.locator('#user')).toHaveCount(0);
  await sso.login(page);
  await expect(page.locator('#user'), 'the right one lets them in').toHaveText(sso.user.username);
});

test('a session that was logged out opens nothing any more', { tag: ['@browser', '@sso'] }, async ({ app, api, page, context, sso }) => {
  await page.goto(app.url);
  await sso.login(page);
  await expect(page.locator('#user')).toHaveText(sso.user.username);
  const cookie = await cookieOf(context, app.url);
  expect((await api.get('/api/me', { headers: { cookie } })).json(), 'the session, before').toMatchObject({ preferred_username: sso.user.username });

  await page.getByRole('link', { name: 'Log out' }).click();
  await page.waitForURL(`${app.url}/signed-out`);

  await page.goto(app.url);
  expect(new URL(page.url()).origin, 'the provider asks again').toBe(new URL(sso.issuer).origin);
  expect((await api.get('/api/me', { headers: { cookie } })).status, 'the session, afterwards').toBe(401);
});

test('a second user in another browser is kept out of the first one\'s session and note', { tag: ['@browser', '@sso'] }, async ({ app, api, page, context, browser, sso, unique }) => {
  const note = unique('private');
  await page.goto(app.url);
  await sso.login(page);
  await saveNote(page, note);

  const elsewhere = await browser.newContext();
  const theirs = await elsewhere.newPage();
  await theirs.goto(app.url);
  await sso.login(theirs, sso.otherUser);
  await expect(theirs.locator('#user')).toHaveText(sso.otherUser.username);
  const ofTheirs = unique('theirs');
  await saveNote(theirs, ofTheirs);

  const [first, second] = [await cookieOf(context, app.url), await cookieOf(elsewhere, app.url)];
  const ask = (path: string, cookie: string) => api.get(path, { headers: { cookie } });
  expect((await ask('/api/me', second)).json(), 'their session is theirs').toMatchObject({ preferred_username: sso.otherUser.username });
  expect((await ask('/api/note', second)).json(), 'and opens their note').toMatchObject({ note: ofTheirs });
  expect((await ask('/api/me', first)).json(), 'the first session is still its own').toMatchObject({ preferred_username: sso.user.username });
  expect((await ask('/api/note', first)).json(), 'and so is its note').toMatchObject({ note });
  await elsewhere.close();
});

test('a second user at the same browser, after the first has logged out, finds nothing of theirs', { tag: ['@browser', '@sso'] }, async ({ app, api, page, context, sso, unique }) => {
  const note = unique('private');
  await page.goto(app.url);
  await sso.login(page);
  await saveNote(page, note);
  const ended = await cookieOf(context, app.url);
  await page.getByRole('link', { name: 'Log out' }).click();
  await page.waitForURL(`${app.url}/signed-out`);

  await page.goto(app.url);
  await sso.login(page, sso.otherUser);

  await expect(page.locator('#user')).toHaveText(sso.otherUser.username);
  const shown = await page.content();
  for (const ofTheFirst of [note, sso.user.username, sso.user.email]) expect(shown).not.toContain(ofTheFirst);
  const cookie = await cookieOf(context, app.url);
  expect((await api.get('/api/me', { headers: { cookie } })).json()).toMatchObject({ preferred_username: sso.otherUser.username });
  expect((await api.get('/api/note', { headers: { cookie } })).text()).not.toContain(note);
  expect((await api.get('/api/note', { headers: { cookie: ended } })).status, 'the session that has ended').toBe(401);
  // It was there all the time, for its own user.
  const { access } = await sso.passwordGrant();
  expect((await api.get('/api/note', { headers: { authorization: `Bearer ${access}` } })).json()).toMatchObject({ note });
});
