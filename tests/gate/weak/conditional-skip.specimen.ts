/** Specimen of `conditional-skip`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  test.skip(({ browserName }) => browserName !== 'chromium', 'elsewhere it is slow');
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
