/** Given a user of the provider, when they log in on its page, then they are inside the app as themselves, and nobody else is. */
import { expect, LoginRefusedError, test } from 'recipe-harness';

test('a user logs in on the provider\'s page and uses the app as themselves', { tag: ['@browser', '@sso'] }, async ({ app, page, sso, unique }, info) => {
  await page.goto(app.url);
  await sso.login(page);

  await expect(page.locator('#user')).toHaveText(sso.user.username);
  await expect(page.locator('#email')).toHaveText(sso.user.email);
  await expect(page.locator('#iss')).toHaveText(sso.issuer);
  const note = unique('note');
  await page.getByLabel('Your note').fill(note);
  await page.getByRole('button', { name: 'Save' }).click();
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
  const cookie = (await context.cookies(app.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  expect((await api.get('/api/me', { headers: { cookie } })).json(), 'the session, before').toMatchObject({ preferred_username: sso.user.username });

  await page.getByRole('link', { name: 'Log out' }).click();
  await page.waitForURL(`${app.url}/signed-out`);

  await page.goto(app.url);
  expect(new URL(page.url()).origin, 'the provider asks again').toBe(new URL(sso.issuer).origin);
  expect((await api.get('/api/me', { headers: { cookie } })).status, 'the session, afterwards').toBe(401);
});

test('a second user is kept out of the first one\'s session and note', { tag: ['@browser', '@sso'] }, async ({ app, page, browser, sso, unique }) => {
  const note = unique('private');
  await page.goto(app.url);
  await sso.login(page);
  await page.getByLabel('Your note').fill(note);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Your note')).toHaveValue(note);

  const elsewhere = await browser.newContext();
  const theirs = await elsewhere.newPage();
  await theirs.goto(app.url);
  await sso.login(theirs, sso.otherUser);

  await expect(theirs.locator('#user')).toHaveText(sso.otherUser.username);
  await expect(theirs.getByLabel('Your note')).not.toHaveValue(note);
  await page.goto(app.url);
  await expect(page.locator('#user'), 'the first session is still its own').toHaveText(sso.user.username);
  await elsewhere.close();
});
