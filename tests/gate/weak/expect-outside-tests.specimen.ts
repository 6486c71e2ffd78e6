/** Specimen of `expect-outside-tests`. */
import { expect, test } from 'recipe-harness';

const answer = await fetch(new URL('/cards', process.env['BOARD']));
expect(await answer.text()).toContain('card');

test('cards are kept', async ({ api, unique }) => {
  const card = unique('card');
  await api.post('/cards', { json: { card } });
  expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
});
