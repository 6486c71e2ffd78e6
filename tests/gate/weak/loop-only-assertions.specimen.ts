/** Specimen of `loop-only-assertions`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const cards = (await api.get('/cards')).json<{ owner: string }[]>();
  cards.filter(each => each.owner !== '').forEach(each => { expect(each).toHaveProperty('card', card); });
});
