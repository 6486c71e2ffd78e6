/** Specimen of `unexplained-suppression`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  await page.getByLabel('Card').fill(card, { force: true }); // eslint-disable-line playwright/no-force-option
  await expect(page.getByText(card)).toBeVisible();
});
