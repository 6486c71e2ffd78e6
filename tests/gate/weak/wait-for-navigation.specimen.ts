/** Specimen of `wait-for-navigation`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app, unique }) => {
  const card = unique('card');
  await page.goto(`${app.url}/board`);
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Add' }).click()]);
  await page.getByLabel('Card').fill(card);
  await expect(page.getByText(card)).toBeVisible();
});
