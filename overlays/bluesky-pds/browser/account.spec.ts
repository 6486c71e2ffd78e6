/** Given an account, when its owner opens the server's page for accounts, then the right password alone lets them in, to their own account. */
import { expect, test } from 'recipe-harness';
import { newAccount } from '../accounts.ts';

test('the owner of an account signs in on its page, and a wrong password does not', { tag: '@browser' }, async ({ app, api, page, unique }, info) => {
  const { handle, email, password } = await newAccount({ app, api, unique });
  await page.goto(`${app.url}/account`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Username or Email').fill(handle);
  const [field, signIn] = [page.getByRole('textbox', { name: 'Password' }), page.getByRole('button', { name: 'Sign in' })];

  await field.fill(unique('wrong'));
  await signIn.click();
  await expect(page.getByRole('alert')).toHaveText('Wrong identifier or password');
  await field.fill(password);
  await page.getByRole('checkbox', { name: 'Remember' }).check();
  await signIn.click();
  await page.waitForURL(`${app.url}/account/u/${handle}`);

  await page.goto(`${app.url}/account/u/${handle}/manage`);
  await expect(page.getByRole('button', { name: 'Email address' })).toContainText(email);
  await info.attach('their account', { body: await page.screenshot(), contentType: 'image/png' });
});
