/** Specimen of `branch-in-test`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  const path = (await api.get('/v2')).status === 200 ? '/v2/cards' : '/cards';
  await api.post(path, { json: { card } });
  expect((await api.get('/cards')).text()).toContain(card);
});
