/** Ghost is a blog: its owner publishes a post in the admin area, and whoever comes by reads it. */
import { defineOverlay } from 'recipe-harness';
import { asStaff, admin, savePost } from './staff.ts';

export default defineOverlay({
  async setUp({ app, api, unique }) {
    const [email, password, blogTitle] = [`${unique('owner')}@example.org`, unique('Pass-phrase'), unique('blog')];
    const newcomer = asStaff(api, app);
    (await newcomer.post(`${admin}/authentication/setup/`, { json: { setup: [{ name: 'Ada Berg', email, password, blogTitle }] } })).expectStatus(201);
    // The first device of all is believed; each later one needs a code.
    const session = (await newcomer.post(`${admin}/session/`, { json: { username: email, password } })).expectStatus(201);
    const [cookie = ''] = session.setCookies.map(line => line.split(';')[0]);
    const made = (await asStaff(api, app, cookie).post(`${admin}/integrations/?include=api_keys`, { json: { integrations: [{ name: 'reader' }] } })).expectStatus(201);
    const [integration] = made.json<{ integrations: { api_keys: { type: string; secret: string }[] }[] }>().integrations;
    const contentKey = integration?.api_keys.find(({ type }) => type === 'content')?.secret ?? '';
    return { email, password, blogTitle, cookie, contentKey };
  },

  data: {
    async seed({ app, api, credentials, unique }) {
      const [title, text] = [unique('title'), unique('text')];
      const { slug } = await savePost(asStaff(api, app, credentials.cookie), { title, html: `<p>${text}</p>`, status: 'published' });
      return { id: slug, title, text };
    },

    async read({ api }, id) {
      const page = await api.get(`/${id}/`);
      if (page.status === 404) return undefined;
      const [, title = '', text = ''] = /<h1[^>]*>\s*([^<]*?)\s*<\/h1>[^]*<p>(text-[^<]*)<\/p>/.exec(page.expectStatus(200).text()) ?? [];
      return { id, title, text };
    },

    async wipe({ app, api, credentials }, id) {
      const owner = asStaff(api, app, credentials.cookie);
      const [post] = (await owner.get(`${admin}/posts/slug/${id}/`)).expectStatus(200).json<{ posts: { id: string }[] }>().posts;
      (await owner.delete(`${admin}/posts/${post?.id ?? ''}/`)).expectStatus(204);
    },
  },
});
