/** Specimen of `ignored-certificate`. */
import { expect, test } from 'recipe-harness';

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
