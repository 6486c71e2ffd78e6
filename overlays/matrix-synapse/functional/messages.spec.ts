/** Given two people on one server, when one writes or sends a picture, then the other gets it, and nobody else does. */
import { randomBytes } from 'node:crypto';
import { expect, type HttpClient, testOf } from 'recipe-harness';
import { as, createRoom, download, join, type Message, send, sessionOf, upload, v3 } from '../matrix.ts';
import overlay from '../overlay.ts';

const test = testOf(overlay);

interface Sync { next_batch: string; rooms: { invite: Record<string, { invite_state: { events: object[] } }>; join: Record<string, { timeline: { events: Message[] } }> } }

const sync = async (who: HttpClient, query: string): Promise<Sync> => (await who.get(`${v3}/sync?${query}`)).expectStatus(200).json<Sync>();

test('who is invited to a room gets its messages by sync', { tag: '@functional' }, async ({ api, credentials, unique }) => {
  const [ada, bob] = [as(api, credentials.ada), as(api, credentials.bob)];
  const [name, text] = [unique('room'), unique('message')];
  const room = await createRoom(ada, { preset: 'private_chat', name, invite: [credentials.bob.id] });
  const { next_batch, rooms } = await sync(bob, 'timeout=0');
  expect(rooms.invite[room]?.invite_state.events).toContainEqual(expect.objectContaining({ type: 'm.room.name', content: { name } }));
  await join(bob, room);

  await send(ada, room, { msgtype: 'm.text', body: text });

  const { timeline } = (await sync(bob, `timeout=10000&since=${next_batch}`)).rooms.join[room] ?? {};
  expect(timeline?.events).toContainEqual(expect.objectContaining({ sender: credentials.ada.id, content: expect.objectContaining({ msgtype: 'm.text', body: text }) }));
});

test('who signs up gets in, and into no room that they were not invited to', { tag: '@functional' }, async ({ api, credentials, unique }) => {
  const text = unique('secret');
  const message = await send(as(api, credentials.ada), credentials.room, { msgtype: 'm.text', body: text });
  const account = { username: unique('eve'), password: unique('password') };
  const { session } = (await api.post(`${v3}/register`, { json: account })).expectStatus(401).json<{ session: string }>();

  const eve = sessionOf(api, await api.post(`${v3}/register`, { json: { ...account, auth: { type: 'm.login.dummy', session } } }));

  expect((await eve.get(`${v3}/account/whoami`)).json()).toMatchObject({ user_id: expect.stringMatching(`^@${account.username}:`) });
  expect((await as(api, credentials.bob).get(message)).json(), 'Bob is in that room').toMatchObject({ content: { body: text } });
  expect((await eve.get(message)).json()).toMatchObject({ errcode: 'M_NOT_FOUND' });
  expect((await eve.post(message.replace(/\/event\/.*/, '/join'), { json: {} })).json(), 'nor can she join').toMatchObject({ errcode: 'M_FORBIDDEN' });
});

test('a picture reaches the other byte for byte, with its content type, and nobody without a session', { tag: '@functional' }, async ({ api, credentials }) => {
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(64 * 1024)]);
  const picture = download(await upload(as(api, credentials.ada), bytes, 'image/png'));

  const seen = await as(api, credentials.bob).get(picture);

  expect(seen.bytes, 'the bytes that were uploaded').toEqual(bytes);
  expect(seen.headers['content-type']).toBe('image/png');
  expect((await api.get(picture)).status, 'without a session').toBe(401);
});
