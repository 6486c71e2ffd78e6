/** Specimen of `wait-for-selector`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  await page.getByLabel('Card').fill(card);
  await page.waitForSelector('css=.saved', { state: 'attached' });
  await expect(page.getByText(card)).toBeVisible();
});
