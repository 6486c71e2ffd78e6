/** Specimen of `constant-seed`. */
import { defineOverlay } from 'recipe-harness';

export default defineOverlay({
  data: {
    async seed({ api }) {
      const card = { id: 'first', text: 'my first card' };
      (await api.put('/cards/first', { json: card })).expectStatus(201);
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
