/** Specimen of `program-from-test`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, app, unique }) => {
  const card = unique('card');
  const { spawn } = await import('node:child_process');
  spawn('docker', ['service', 'update', '--force', `${app.stack}_app`]);
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).text()).toContain(card);
});
