/** Specimen of `mocked-route`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, context, unique }) => {
  const card = unique('card');
  await context.routeFromHAR('board.har', { notFound: 'fallback' });
  await page.goto(`${app.url}/board`);
  await page.getByLabel('Card').fill(card);
  await expect(page.getByText(card)).toBeVisible();
});
