/** Specimen of `health-only`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api }) => {
  const alive = (await api.get('/healthz')).text();
  expect(alive).toContain('ok');
  expect((await api.get('/api/v1/version')).json()).toHaveProperty('version');
});
