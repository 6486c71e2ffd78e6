/** Specimen of `settled-not-checked`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  const writes = [api.post('/cards', { json: { card } }), api.post('/columns', { json: { card } })];
  await Promise.allSettled(writes);
  expect((await api.get('/cards')).text()).toContain(card);
});
