/** Specimen of `exec-in-seed`. */
import { defineOverlay } from 'recipe-harness';

export default defineOverlay({
  data: {
    async seed({ app, unique }) {
      const card = { id: unique('card'), text: unique('text') };
      await app.writeFile('app', `/data/${card.id}.json`, JSON.stringify(card));
      return card;
    },
    async read({ api }, id) {
      const answer = await api.get(`/cards/${id}`);
      return answer.status === 404 ? undefined : answer.expectStatus(200).json<{ id: string; text: string }>();
    },
    async wipe({ api }, id) {
      (await api.delete(`/cards/${id}`)).expectStatus(204);
    },
  },
});
