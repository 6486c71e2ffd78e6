/** Specimen of `loop-until`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  let cards = '';
  for (let turn = 0; turn < 20; turn += 1) {
    cards = (await api.get('/cards')).text();
    try {
      expect(cards).toContain(card);
      break;
    } catch (error) {
      console.log(turn);
      throw error;
    }
  }
  expect(cards).toContain(card);
});
