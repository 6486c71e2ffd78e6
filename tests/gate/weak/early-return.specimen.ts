/** Specimen of `early-return`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).text()).toContain(card);
  { return; }
  await api.delete(`/cards/${card}`);
});
