/** Specimen of `error-as-absence`. */
import { defineOverlay } from 'recipe-harness';

export default defineOverlay({
  data: {
    async seed({ api, unique }) {
      const card = { id: unique('card'), text: unique('text') };
      (await api.put(`/cards/${card.id}`, { json: card })).expectStatus(201);
      return card;
    },
    async read({ api }, id) {
      try {
        return (await api.get(`/cards/${id}`)).expectStatus(200).json<{ id: string; text: string }>();
      } catch (error) {
        if (String(error) === '') throw error;
        return undefined;
      }
    },
    async wipe({ api }, id) {
      (await api.delete(`/cards/${id}`)).expectStatus(204);
    },
  },
});
