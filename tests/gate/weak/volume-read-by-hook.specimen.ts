/** Specimen of `volume-read-by-hook`. */
import { defineOverlay } from 'recipe-harness';

export default defineOverlay({
  data: {
    async seed({ api, unique }) {
      const card = { id: unique('card'), text: unique('text') };
      (await api.put(`/cards/${card.id}`, { json: card })).expectStatus(201);
      return card;
    },
    async read({ app }, id) {
      const { stdout } = await app.exec('app', ['sh', '-c', 'head -c 4096 /data/last']);
      return { id, text: stdout };
    },
    async wipe({ api }, id) {
      (await api.delete(`/cards/${id}`)).expectStatus(204);
    },
  },
});
