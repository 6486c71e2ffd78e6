/** Specimen of `bare-sleep`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const pause = (ms: number) => new Promise<void>(done => { setTimeout(done, ms); });
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  await pause(800);
  expect((await api.get('/cards')).text()).toContain(card);
});
