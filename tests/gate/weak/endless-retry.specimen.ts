/** Specimen of `endless-retry`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  await expect(async () => {
    const cards = await api.get('/cards');
    expect(cards.text()).toContain(card);
  }).toPass();
});
