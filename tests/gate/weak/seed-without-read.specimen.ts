/** Specimen of `seed-without-read`. */
import { defineOverlay } from 'recipe-harness';

export default defineOverlay({
  data: {
    async seed({ api, unique }) {
      const card = { id: unique('card'), text: unique('text') };
      (await api.put(`/cards/${card.id}`, { json: card })).expectStatus(201);
      return card;
    },
  },
});
