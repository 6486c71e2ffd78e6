/** Specimen of `placeholder-assertion`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  await api.post('/cards', { json: { card: unique('card') } });
  await api.get('/cards');
  expect('todo').toBeTruthy();
});
