/** Specimen of `vague-only`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api }) => {
  const cards = (await api.get('/cards')).json<unknown[]>();
  expect(cards).toBeInstanceOf(Array);
  expect(cards).not.toHaveLength(0);
});
