/** Given somebody of the staff at a browser, when they write and publish in the admin area, then a visitor reads it. */
import { expect, testOf } from 'recipe-harness';
import overlay from '../overlay.ts';

const test = testOf(overlay);

test('an editor logs in with the code from the mail, writes and publishes, and a visitor reads it', { tag: '@browser' }, async ({ app, page, browser, credentials, mail, unique }, info) => {
  const [title, text] = [unique('title'), unique('text')];
  await page.goto(`${app.url}/ghost/`);
  await page.getByLabel('Email address').fill(credentials.email);
  await page.getByLabel('Password').fill(credentials.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const [code = ''] = /\d{6}/.exec((await mail.to(credentials.email)).subject) ?? [];
  await page.locator('input[name="token"]').fill(code);
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByRole('button', { name: 'User menu' })).toContainText(credentials.email);

  await page.goto(`${app.url}/ghost/#/editor/post`);
  await page.getByPlaceholder('Post title').fill(title);
  const body = page.locator('[data-secondary-instance="false"] [data-lexical-editor]');
  await body.click();
  await body.pressSequentially(text);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Continue, final review' }).click();
  // It pulses, and so is never at rest for a click.
  await page.getByRole('button', { name: 'Publish post, right now' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible();
  await info.attach('published', { body: await page.screenshot(), contentType: 'image/png' });

  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(app.url);
  await visitor.getByRole('link', { name: title }).first().click();
  await expect(visitor.getByRole('heading', { name: title, exact: true })).toBeVisible();
  await expect(visitor.getByText(text, { exact: true })).toBeVisible();
  await info.attach('as a visitor sees it', { body: await visitor.screenshot(), contentType: 'image/png' });
});
