/** Specimen of `swallowed-rejection`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } }).then(() => undefined, () => null);
  expect((await api.get('/cards')).text()).toContain(card);
});
