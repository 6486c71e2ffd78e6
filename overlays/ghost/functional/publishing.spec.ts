/** Given somebody of the staff, when they write, then the world reads what is published, and nothing else. */
import { expect, testOf } from 'recipe-harness';
import overlay from '../overlay.ts';
import { asStaff, savePost } from '../staff.ts';

const test = testOf(overlay);

test('a published post reaches anonymous readers, on its page and by RSS', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const [title, text] = [unique('title'), unique('text')];
  const { slug } = await savePost(asStaff(api, app, credentials.cookie), { title, html: `<p>${text}</p>`, status: 'published' });

  const page = (await api.get(`/${slug}/`)).expectStatus(200).text();
  const feed = (await api.get('/rss/')).expectStatus(200);

  expect(page).toContain(`<p>${text}</p>`);
  expect(feed.headers['content-type']).toContain('application/rss+xml');
  expect(feed.text()).toContain(`<item><title><![CDATA[${title}]]></title>`);
  expect(feed.text()).toContain(`<p>${text}</p>`);
});

test('a draft is invisible until it is published', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const [title, text] = [unique('title'), unique('text')];
  const editor = asStaff(api, app, credentials.cookie);
  const { id, slug, updated_at } = await savePost(editor, { title, html: `<p>${text}</p>`, status: 'draft' });

  expect((await api.get(`/${slug}/`)).status).toBe(404);
  for (const place of ['/', '/rss/', `/ghost/api/content/posts/?key=${credentials.contentKey}`]) expect((await api.get(place)).expectStatus(200).text()).not.toContain(title);

  await savePost(editor, { id, updated_at, status: 'published' });
  expect((await api.get(`/${slug}/`)).expectStatus(200).text()).toContain(`<p>${text}</p>`);
});

test('the content API answers whoever has a key, and nobody else', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const title = unique('title');
  const { slug } = await savePost(asStaff(api, app, credentials.cookie), { title, html: '<p>For readers.</p>', status: 'published' });
  const path = `/ghost/api/content/posts/slug/${slug}/`;

  expect((await api.get(`${path}?key=${credentials.contentKey}`)).expectStatus(200).json()).toMatchObject({ posts: [{ title }] });
  const settings = (await api.get(`/ghost/api/content/settings/?key=${credentials.contentKey}`)).expectStatus(200).json();
  expect(settings).toMatchObject({ settings: { title: credentials.blogTitle, url: `${app.url}/` } });

  const refused = await api.get(path);
  expect(refused.status).toBe(403);
  expect(refused.text()).not.toContain(title);
});
