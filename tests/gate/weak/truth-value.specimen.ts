/** Specimen of `truth-value`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const cards = (await api.get('/cards')).json<{ card: string }[]>();
  const there = cards.some(each => each.card === card);
  expect(there).toEqual(true);
});
