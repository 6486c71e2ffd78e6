/** Specimen of `visibility-only`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app }) => {
  await page.goto(app.url);
  const form = page.locator('form');
  await expect(form.getByLabel('Card')).toBeEnabled();
  await expect(form.getByRole('button')).toHaveText('Add');
});
