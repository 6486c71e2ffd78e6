/** Given a server, when somebody asks for an account or a session, then only the right secret or password opens it, and administrators stay inside. */
import { expect, isIngressOwnAnswer, testOf } from 'recipe-harness';
import { as, createRoom, logIn, register, sessionOf, v3 } from '../matrix.ts';
import overlay from '../overlay.ts';

const test = testOf(overlay);
const whoami = `${v3}/account/whoami`;

test('a wrong password is refused, the right one opens a session, and a logout ends it', { tag: '@functional' }, async ({ api, credentials: { ada: { id, password } } }) => {
  const byPassword = (given: string) => logIn(api, { type: 'm.login.password', identifier: { type: 'm.id.user', user: id }, password: given });
  const refused = await byPassword('not the password');
  expect(refused.status).toBe(403);
  expect(refused.json()).toMatchObject({ errcode: 'M_FORBIDDEN' });

  const ada = sessionOf(api, await byPassword(password));
  expect((await ada.get(whoami)).json()).toMatchObject({ user_id: id });

  (await ada.post(`${v3}/logout`, { json: {} })).expectStatus(200);
  expect((await ada.get(whoami)).status).toBe(401);
});

test('the shared secret makes accounts and no other does, and administrators work from inside', { tag: '@functional' }, async ({ app, api, unique }) => {
  const account = { username: unique('root'), password: unique('password'), admin: true };
  expect((await register(api, 'not the secret', account)).status).toBe(403);

  const root = sessionOf(api, await register(api, app.secret('registration_shared_secret'), account));

  expect((await root.get(whoami)).json()).toMatchObject({ user_id: expect.stringMatching(`^@${account.username}:`) });
  expect(isIngressOwnAnswer(await root.get('/_synapse/admin/v2/users')), 'no route leads there from outside').toBe(true);
});

test('other servers learn which this one is, and where its rooms are', { tag: '@functional' }, async ({ app, api, credentials: { ada }, unique }) => {
  const name = unique('room');
  const room = await createRoom(as(api, ada), { room_alias_name: name });
  const server = ada.id.replace(/^[^:]+:/, '');

  const found = await api.get(`${v3}/directory/room/${encodeURIComponent(`#${name}:${server}`)}`);

  expect(found.json()).toMatchObject({ room_id: room, servers: [server] });
  expect((await api.get('/_matrix/federation/v1/version')).json()).toEqual({ server: { name: 'Synapse', version: expect.stringMatching(/^\d+\.\d+/) } });
  expect((await api.get('/_matrix/key/v2/server')).json()).toMatchObject({ server_name: server });
  expect((await api.get('/.well-known/matrix/server')).json()).toEqual({ 'm.server': `${app.domain}:443` });
});
