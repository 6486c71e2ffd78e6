/** Specimen of `commented-out-test`. */
import { expect, test } from 'recipe-harness';

/*
test('cards are moved', async ({ api }) => {
  await api.patch('/cards/1', { json: { column: 2 } });
});
*/
test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
