/** Given an account, when it posts, then other accounts read it, with its pictures, and may take the whole repository with them. */
import { randomBytes } from 'node:crypto';
import { verifyRecords } from '@atproto/repo';
import { expect, testOf } from 'recipe-harness';
import { inDirectory, logIn, newAccount, xrpc } from '../accounts.ts';
import overlay from '../overlay.ts';
import { pathOf, posts, publish, upload } from '../posts.ts';

const test = testOf(overlay);

test('a post is read by another account, until its author deletes it', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const account = await newAccount({ app, api, unique });
  const [author, reader] = [await logIn(api, account), await logIn(api, credentials)];
  const [kept, deleted] = [unique('kept'), unique('deleted')];
  await publish(author, account.did, kept);
  const { uri, cid } = await publish(author, account.did, deleted);
  expect((await reader.get(pathOf(uri))).json()).toMatchObject({ uri, cid, value: { text: deleted } });

  (await author.post(xrpc('repo.deleteRecord'), { json: { repo: account.did, collection: posts, rkey: uri.split('/').at(-1) } })).expectStatus(200);

  const list = (await reader.get(xrpc('repo.listRecords', { repo: account.did, collection: posts }))).text();
  expect(list).toContain(kept);
  expect(list).not.toContain(deleted);
});

test('nobody writes into the repository of another', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const account = await newAccount({ app, api, unique });
  const [author, stranger] = [await logIn(api, account), await logIn(api, credentials)];
  const [own, foreign] = [unique('own'), unique('foreign')];
  const { uri } = await publish(author, account.did, own);

  await expect(publish(stranger, account.did, foreign)).rejects.toMatchObject({ code: 'ERR_HTTP_STATUS' });
  const wanted = await stranger.post(xrpc('repo.deleteRecord'), { json: { repo: account.did, collection: posts, rkey: uri.split('/').at(-1) } });

  expect(wanted.status).toBeGreaterThanOrEqual(400);
  const list = (await api.get(xrpc('repo.listRecords', { repo: account.did, collection: posts }))).json<{ records: unknown[] }>();
  expect(list.records).toEqual([expect.objectContaining({ uri, value: expect.objectContaining({ text: own }) })]);
});

test('a blob comes back byte for byte, with its type, once a post holds it', { tag: '@functional' }, async ({ app, api, unique }) => {
  const account = await newAccount({ app, api, unique });
  const author = await logIn(api, account);
  const bytes = randomBytes(100_000);
  const blob = await upload(author, bytes, 'image/webp');
  const path = xrpc('sync.getBlob', { did: account.did, cid: blob.ref.$link });
  expect((await api.get(path)).json(), 'not public yet').toMatchObject({ message: 'Blob not found' });

  await publish(author, account.did, unique('picture'), blob);

  const answer = await api.get(path);
  expect(answer.bytes).toEqual(bytes);
  expect(answer.headers['content-type']).toBe('image/webp');
});

test('the export of a repository holds the post, signed with the key that the directory knows', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const account = await newAccount({ app, api, unique });
  const text = unique('post');
  const { uri } = await publish(await logIn(api, account), account.did, text);
  const keyOf = async (did: string) => (await api.get(`${inDirectory(app, did)}/data`)).expectStatus(200).json<{ verificationMethods: { atproto: string } }>().verificationMethods.atproto;

  const car = await api.get(xrpc('sync.getRepo', { did: account.did }));

  expect(car.headers['content-type']).toBe('application/vnd.ipld.car');
  expect(await verifyRecords(car.bytes, account.did, await keyOf(account.did))).toEqual([{ collection: posts, rkey: uri.split('/').at(-1), record: expect.objectContaining({ text }) }]);
  await expect(verifyRecords(car.bytes, account.did, await keyOf(credentials.did)), 'by the key of another').rejects.toThrow('Invalid signature');
});
