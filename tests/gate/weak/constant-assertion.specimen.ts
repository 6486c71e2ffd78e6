/** Specimen of `constant-assertion`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api }) => {
  const columns = ['new', 'doing', 'done'];
  await api.post('/boards', { json: { columns } });
  await api.get('/boards');
  expect(columns.length + 1).toBeGreaterThan(3);
});
