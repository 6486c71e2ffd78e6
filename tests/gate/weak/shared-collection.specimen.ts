/** Specimen of `shared-collection`. */
import { expect, test } from 'recipe-harness';

const made = new Map<string, string>();

test('cards are kept', async ({ api, unique }) => {
  made.set('first', unique('card'));
  await api.post('/cards', { json: { card: made.get('first') } });
  expect((await api.get('/cards')).text()).toContain(made.get('first'));
});
