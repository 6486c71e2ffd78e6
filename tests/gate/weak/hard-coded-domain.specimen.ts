/** Specimen of `hard-coded-domain`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, unique }) => {
  const card = unique('card');
  const board = 'http://localhost:8080/board';
  await page.goto(board);
  await page.getByLabel('Card').fill(card);
  await expect(page.getByText(card)).toBeVisible();
});
