/** n8n runs what people draw: its owner publishes a workflow, and anybody who calls its webhook is answered with what it computes. */
import { appLoginForm, assertConverges, defineOverlay } from 'recipe-harness';
import { greeted, publish, withKey } from './workflow.ts';

const scopes = ['credential:create', 'workflow:create', 'workflow:read', 'workflow:list', 'workflow:delete', 'workflow:activate', 'workflow:deactivate', 'execution:read', 'execution:list'];
const word = 'restless';

export default defineOverlay({
  // The session is kept as well: n8n lets one address log in five times a minute.
  async setUp({ api, unique }) {
    const owner = { email: `${unique('owner')}@example.org`, password: `Secret-${unique('pass')}` };
    const visitor = api.withCookies();
    (await visitor.post('/rest/owner/setup', { json: { ...owner, firstName: 'Ada', lastName: 'Berg' } })).expectStatus(200);
    const { data } = (await visitor.post('/rest/api-keys', { json: { label: unique('key'), scopes, expiresAt: null } })).expectStatus(200).json<{ data: { rawApiKey: string } }>();
    return { ...owner, apiKey: data.rawApiKey, session: `n8n-auth=${visitor.cookies?.get('n8n-auth') ?? ''}` };
  },

  data: {
    async seed({ api, credentials, unique }) {
      const [id, greeting] = [unique('hook'), unique('greeting')];
      await publish(withKey(api, credentials), { name: id, greeting });
      return { id, answer: greeted(greeting, word) };
    },

    // As a stranger who knows the address of the webhook, and nothing else.
    async read({ api }, id) {
      const answer = await api.post(`/webhook/${id}`, { json: { word } });
      if (answer.status === 404 && answer.text().includes('is not registered')) return undefined;
      return { id, answer: answer.expectStatus(200).json<{ answer: string }>().answer };
    },

    async wipe({ api, credentials }, id) {
      const owner = withKey(api, credentials);
      const { data } = (await owner.get(`/api/v1/workflows?name=${id}`)).expectStatus(200).json<{ data: { id: string }[] }>();
      for (const workflow of data) {
        (await owner.post(`/api/v1/workflows/${workflow.id}/deactivate`)).expectStatus(200);
        const deleted = async () => (await owner.delete(`/api/v1/workflows/${workflow.id}`)).expectStatus(200);
        await assertConverges(deleted, { what: 'n8n has unpublished the workflow, and lets it be deleted', deadlineSeconds: 60 });
      }
    },
  },

  // Whoever is not logged in sees a form; what n8n is for is drawn in its editor.
  async picture({ app, api, page, credentials, unique }) {
    const id = await publish(withKey(api, credentials), { name: unique('hook'), greeting: unique('greeting') });
    await page.goto(`${app.url}/signin`);
    await appLoginForm({ what: 'n8n\'s form' }).login(page, { username: credentials.email, password: credentials.password });
    await page.goto(`${app.url}/workflow/${id}`);
    await page.locator('.vue-flow__node').first().waitFor();
  },
});
