/** Specimen of `fixed-text-only`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api }) => {
  expect((await api.get('/columns?sort=name')).json()).toHaveProperty('length', 3);
  expect((await api.get('/columns')).headers['x-board']).toBe('yes');
});
