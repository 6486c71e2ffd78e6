/** Specimen of `skipped-test`. */
import { expect, test } from 'recipe-harness';

test.skip('cards are kept', { tag: '@functional' }, async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
