/** bluesky-pds keeps accounts with their posts and blobs: one makes an account and posts a picture, another account reads it. */
import { randomBytes } from 'node:crypto';
import { defineOverlay } from 'recipe-harness';
import { asAdministrator, logIn, newAccount, xrpc } from './accounts.ts';
import { pathOf, publish, upload, type Post } from './posts.ts';

export default defineOverlay({
  // The reader. This handle has a route of its own in the recipe file.
  setUp: newcomer => newAccount(newcomer, 'ada'),

  data: {
    async seed(author) {
      const account = await newAccount(author);
      const session = await logIn(author.api, account);
      const [text, bytes] = [author.unique('post'), randomBytes(4_096)];
      const { uri } = await publish(session, account.did, text, await upload(session, bytes, 'image/png'));
      return { id: uri, handle: account.handle, text, picture: bytes.toString('base64') };
    },

    async read({ api, credentials }, id) {
      const [did = ''] = id.replace('at://', '').split('/');
      const repository = await api.get(xrpc('repo.describeRepo', { repo: did }));
      if (repository.status === 400 && repository.json<{ error: string }>().error === 'RepoNotFound') return undefined;
      const { handle } = repository.expectStatus(200).json<{ handle: string }>();
      const reader = await logIn(api, credentials);
      const { text, embed } = (await reader.get(pathOf(id))).expectStatus(200).json<{ value: Post }>().value;
      const cid = embed?.images[0]?.image.ref.$link ?? '';
      const picture = (await reader.get(xrpc('sync.getBlob', { did, cid }))).expectStatus(200).bytes.toString('base64');
      return { id, handle, text, picture };
    },

    async wipe({ app, api }, id) {
      const [did = ''] = id.replace('at://', '').split('/');
      (await asAdministrator(app, api).post(xrpc('admin.deleteAccount'), { json: { did } })).expectStatus(200);
    },
  },
});
