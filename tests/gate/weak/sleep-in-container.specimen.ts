/** Specimen of `sleep-in-container`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, app, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  await app.exec('worker', ['sh', '-c', 'kill -HUP 1; sleep 4']);
  expect((await api.get('/cards')).text()).toContain(card);
});
