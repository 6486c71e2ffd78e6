/** Specimen of `status-only`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  (await api.post('/cards', { json: { card: unique('card') } })).expectStatus(201, 202);
  const list = await api.get('/cards?page=1');
  expect(list.status).toBeLessThan(400);
});
