/** Specimen of `harness-value-assertion`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, app }) => {
  await api.get('/cards');
  const { hostname } = new URL(app.url);
  expect(hostname).toContain('.');
  expect(app.domain).not.toBe('');
});
