/** Specimen of `match-anything`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const [last] = (await api.get('/cards')).json<object[]>();
  expect(last).toEqual(expect.anything());
});
