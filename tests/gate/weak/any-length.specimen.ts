/** Specimen of `any-length`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const cards = (await api.get('/cards')).json<{ card: string }[]>();
  expect(cards.length).toBeGreaterThan(-1);
  expect(cards.at(-1)).toMatchObject({ card });
});
