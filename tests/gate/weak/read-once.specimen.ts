/** Specimen of `read-once`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  await page.getByLabel('Card').fill(card);
  expect(await page.getByTestId('last').textContent()).toBe(card);
});
