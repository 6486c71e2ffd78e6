/** Specimen of `test-past-the-gate`. */
import { test } from '@playwright/test';
import { expect } from 'recipe-harness';

test('cards are kept', async ({ page }) => {
  const card = `card-${Math.random()}`;
  await page.goto('/board');
  await page.getByLabel('Card').fill(card);
  await page.reload();
  expect(await page.content()).toContain(card);
});
