/** Specimen of `replaced-fixture`. */
import { expect, test as base } from 'recipe-harness';
import type { Page } from '@playwright/test';

const test = base.extend<{ page: Page }>({
  page: async ({ context }, use) => { await use(await context.newPage()); },
});

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
