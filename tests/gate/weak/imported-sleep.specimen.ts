/** Specimen of `imported-sleep`. */
import { scheduler } from 'node:timers/promises';
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  await scheduler.wait(700);
  expect((await api.get('/cards')).text()).toContain(card);
});
