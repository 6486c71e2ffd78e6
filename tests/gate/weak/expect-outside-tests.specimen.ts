/** Specimen of `expect-outside-tests`. */
import { expect, test } from 'recipe-harness';

const { columns } = await import('../columns.ts');
expect(columns).toHaveLength(3);

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
