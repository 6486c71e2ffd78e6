/** Specimen of `retries`. */
import { expect, test } from 'recipe-harness';

test.describe('cards', () => {
  test.describe.configure({ mode: 'default', retries: 2 });
  test('are kept', async ({ api, unique }) => {
    const card = unique('card');
    await api.post('/cards', { json: { card } });
    expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
  });
});
