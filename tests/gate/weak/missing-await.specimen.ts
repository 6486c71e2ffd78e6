/** Specimen of `missing-await`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ api, app, unique }) => {
  const card = unique('card');
  const author = api.as({ headers: { authorization: app.secret('token') } });
  author.put(`/cards/${card}`, { json: { card } });
  expect((await api.get('/cards')).text()).toContain(card);
});
