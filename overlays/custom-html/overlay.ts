/** custom-html serves files and takes none over HTTP: its author writes into the container, its readers use HTTP. */
import { defineOverlay } from 'recipe-harness';

const root = '/usr/share/nginx/html';

export default defineOverlay({
  data: {
    async seed({ app, unique }) {
      const id = `${unique('page')}.html`;
      const body = `<!doctype html><title>${unique('title')}</title><p>${unique('text')}</p>\n`;
      await app.writeFile('app', `${root}/${id}`, body);
      return { id, body };
    },

    async read({ api }, id) {
      const answer = await api.get(`/${id}`);
      if (answer.status === 404) return undefined;
      return { id, body: answer.expectStatus(200).text() };
    },

    async wipe({ app }, id) {
      await app.exec('app', ['rm', `${root}/${id}`]);
    },
  },
});
