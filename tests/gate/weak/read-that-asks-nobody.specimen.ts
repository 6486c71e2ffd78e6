/** Specimen of `read-that-asks-nobody`. */
import { defineOverlay } from 'recipe-harness';

export default defineOverlay({
  data: {
    async seed({ api, unique }) {
      const card = { id: unique('card'), text: unique('text') };
      (await api.put(`/cards/${card.id}`, { json: card })).expectStatus(201);
      return card;
    },
    async read({ credentials }, id) {
      return { id: String(id), text: String(credentials) };
    },
    async wipe({ api }, id) {
      (await api.delete(`/cards/${id}`)).expectStatus(204);
    },
  },
});
