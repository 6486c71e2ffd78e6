/** Specimen of `self-comparison`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api }) => {
  const first = (await api.get('/cards')).json();
  expect(first).toStrictEqual(first);
});
