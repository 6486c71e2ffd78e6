/** Specimen of `input-echo`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  const field = page.getByRole('textbox');
  await field.pressSequentially(card);
  await expect(field).toHaveValue(card);
});
