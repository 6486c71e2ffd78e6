/** Specimen of `assertion-in-promise`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  void api.get('/cards').then(cards => expect(cards.text()).toContain(card));
});
