/** Specimen of `any-error`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const cards = await api.get('/cards');
  expect(cards.text()).toContain(card);
  expect(() => cards.expectStatus(404)).toThrow();
});
