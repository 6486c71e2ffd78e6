/** Specimen of `assertion-in-branch`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const cards = await api.get('/cards');
  switch (cards.status) {
    case 200: expect(cards.text()).toContain(card);
  }
});
