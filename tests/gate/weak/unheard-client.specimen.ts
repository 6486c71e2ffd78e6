/** Specimen of `unheard-client`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ request, app, unique }) => {
  const card = unique('card');
  await request.post(`${app.url}/cards`, { data: { card } });
  expect(await (await request.get(`${app.url}/cards`)).text()).toContain(card);
});
