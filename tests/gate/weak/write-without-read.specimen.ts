/** Specimen of `write-without-read`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  const { status, ...rest } = await api.put(`/cards/${card}`, { json: { card } });
  expect(rest).toMatchObject({ status: expect.not.stringContaining('5') });
  expect((await api.patch(`/cards/${card}`, { json: { column: status } })).text()).toContain(card);
});
