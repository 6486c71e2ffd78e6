/** Specimen of `title-only`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app }) => {
  await page.goto(`${app.url}/login`);
  await expect(page).toHaveTitle(/board/i);
  await expect(page).toHaveURL(/login/);
});
