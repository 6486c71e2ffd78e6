/** Specimen of `shared-variable`. */
import { expect, test } from 'recipe-harness';

test.describe('cards', () => {
  let card: string | undefined;
  test.beforeEach(async ({ unique }) => { card = unique('card'); });
  test('are kept', async ({ api }) => {
    await api.post('/cards', { json: { card } });
    expect((await api.get('/cards')).text()).toContain(card);
  });
});
