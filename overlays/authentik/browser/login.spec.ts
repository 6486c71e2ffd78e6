/** Given a user, when they log in on authentik's own page, then they find themselves in their settings, and nobody does with a wrong password. Unproven. */
import { expect, LoginRefusedError, test } from 'recipe-harness';

test('a user logs in on the flow\'s page and sees who they are', { tag: ['@browser', '@sso'] }, async ({ app, page, sso }, info) => {
  await page.goto(`${app.url}/if/user/`);
  await sso.login(page);

  await page.goto(`${app.url}/if/user/#/settings`);
  await expect(page.locator('input[name="username"]')).toHaveValue(sso.user.username);
  await expect(page.locator('input[name="email"]')).toHaveValue(sso.user.email);
  await info.attach('the settings', { body: await page.screenshot(), contentType: 'image/png' });
});

test('a wrong password is refused on the flow\'s page', { tag: ['@browser', '@sso'] }, async ({ app, page, sso }) => {
  await page.goto(`${app.url}/if/user/`);

  const refused = await sso.login(page, { ...sso.user, password: 'not the password' }).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(LoginRefusedError);
  await page.goto(`${app.url}/if/user/`);
  await expect(page).toHaveURL(/\/if\/flow\//);
  await sso.login(page);
  await page.goto(`${app.url}/if/user/#/settings`);
  await expect(page.locator('input[name="username"]'), 'the right one lets them in').toHaveValue(sso.user.username);
});
