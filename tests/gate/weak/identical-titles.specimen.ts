/** Specimen of `identical-titles`. */
import { expect, test } from 'recipe-harness';

test('cards', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});

test('cards', async ({ app, page, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  await page.getByLabel('Card').fill(card);
  await expect(page.getByText(card)).toBeVisible();
});
