/** Specimen of `exec-sync`. */
import { execSync } from 'child_process';
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, app, unique }) => {
  const card = unique('card');
  execSync(`wget --post-data card=${card} ${app.url}/cards`);
  expect((await api.get('/cards')).text()).toContain(card);
});
