/** Specimen of `skip-from-deep-inside`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  test.info().fixme(true, 'to be mended');
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
