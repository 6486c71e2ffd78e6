/** Given a user of a realm, when they open the account console, then they log in and find their own account. */
import { expect, test } from 'recipe-harness';

test('a user logs in to the account console and sees who they are', { tag: ['@browser', '@sso'] }, async ({ app, page, sso }, info) => {
  await page.goto(`${app.url}/realms/${sso.realm}/account/`);
  await sso.login(page);

  await expect(page.getByRole('textbox', { name: /user ?name/i })).toHaveValue(sso.user.username);
  await expect(page.getByRole('textbox', { name: /e-?mail/i })).toHaveValue(sso.user.email);
  await info.attach('the account console', { body: await page.screenshot(), contentType: 'image/png' });
});
