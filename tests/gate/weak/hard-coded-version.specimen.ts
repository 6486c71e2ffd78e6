/** Specimen of `hard-coded-version`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual({ card, madeBy: 'board', version: 'v2.14.0' });
});
