/** The shelf takes no records over HTTP: its author writes into the container, its readers use HTTP. */
import { defineOverlay } from 'recipe-harness';

export default defineOverlay({
  data: {
    async seed({ app, ...author }) {
      const id = author.unique('record');
      const text = author.unique('text');
      await app.writeFile('app', `/data/live/${id}`, text);
      return { id, text };
    },

    async read({ api }, id) {
      const answer = await api.get(`/${id}`);
      if (answer.status === 404) return undefined;
      return { id, text: answer.expectStatus(200).text() };
    },

    async wipe({ app }, id) {
      await app.exec('app', ['rm', `/data/live/${id}`]);
    },
  },
});
