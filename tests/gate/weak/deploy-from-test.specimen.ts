/** Specimen of `deploy-from-test`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, app, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const engine = await app.engine();
  await engine.removeStack(app.stack);
  expect((await api.get('/cards')).text()).toContain(card);
});
