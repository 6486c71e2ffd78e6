/** Specimen of `missing-await-of-page`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  page.getByLabel('Card').fill(card);
  await expect(page.getByText(card)).toBeVisible();
});
