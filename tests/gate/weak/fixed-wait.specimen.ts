/** Specimen of `fixed-wait`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  await page.getByLabel('Card').fill(card);
  await page.waitForTimeout(1500);
  await expect(page.getByText(card)).toBeVisible();
});
