/** Specimen of `own-value-assertion`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const board = { id: unique('board'), columns: ['new'] };
  await api.post('/boards', { json: board });
  const label = `board ${board.id}`;
  expect(label.split(' ')[1]).toEqual(board.id);
});
