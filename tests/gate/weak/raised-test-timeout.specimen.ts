/** Specimen of `raised-test-timeout`. */
import { expect, test } from 'recipe-harness';

test.describe.configure({ timeout: 900_000 });

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
