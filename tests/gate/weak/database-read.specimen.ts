/** Specimen of `database-read`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, app, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  const rows = (await app.exec('db', ['sh', '-c', 'mysql board -e "select * from cards"'])).stdout;
  expect(rows).toContain(card);
});
