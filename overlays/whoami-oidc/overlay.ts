/** whoami-oidc keeps one note a person: only they read it, so that author and reader are the same person, each time logged in anew. */
import { defineOverlay, type HttpClient, type Sso } from 'recipe-harness';

async function asUser(api: HttpClient, sso: () => Promise<Sso>): Promise<HttpClient> {
  const { access } = await (await sso()).passwordGrant();
  return api.as({ headers: { authorization: `Bearer ${access}` } });
}

export default defineOverlay({
  data: {
    async seed({ api, sso, unique }) {
      const user = await asUser(api, sso);
      const note = unique('note');
      (await user.put('/api/note', { json: { note } })).expectStatus(200);
      const { sub } = (await user.get('/api/me')).expectStatus(200).json<{ sub: string }>();
      return { id: sub, note };
    },

    async read({ api, sso }) {
      const user = await asUser(api, sso);
      const { sub } = (await user.get('/api/me')).expectStatus(200).json<{ sub: string }>();
      const answer = await user.get('/api/note');
      if (answer.status === 404) return undefined;
      const { note } = answer.expectStatus(200).json<{ note: string }>();
      return { id: sub, note };
    },

    async wipe({ api, sso }) {
      (await (await asUser(api, sso)).delete('/api/note')).expectStatus(204);
    },
  },
});
