/** Specimen of `volume-read`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, app, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const found = await app.exec('app', ['/bin/grep', '-rl', card, '/var/lib/board']);
  expect(found.stdout).toContain(card);
});
