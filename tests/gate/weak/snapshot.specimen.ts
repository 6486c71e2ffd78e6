/** Specimen of `snapshot`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  await page.getByLabel('Card').fill(card);
  await page.reload();
  expect(await page.getByText(card).innerHTML()).toMatchSnapshot('board.html');
});
