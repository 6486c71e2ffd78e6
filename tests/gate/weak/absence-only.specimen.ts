/** Specimen of `absence-only`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, page, app, unique }) => {
  const card = unique('card');
  await api.delete(`/cards/${card}`);
  await page.goto(app.url);
  await expect(page.getByText(card)).not.toBeVisible();
});
