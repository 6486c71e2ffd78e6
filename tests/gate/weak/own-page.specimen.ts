/** Specimen of `own-page`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, unique }) => {
  const card = unique('card');
  await page.goto(`data:text/html,<p>${card}`);
  await expect(page.getByText(card)).toBeVisible();
});
