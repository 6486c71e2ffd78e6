/** Specimen of `self-declared-not-applicable`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }, info) => {
  info.annotations.push({ type: 'not applicable: structural', description: 'boards are empty here' });
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
