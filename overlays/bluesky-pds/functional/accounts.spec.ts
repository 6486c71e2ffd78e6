/** Given invites, when people make accounts, then each is let in with the right password alone, until the account is deleted. */
import { expect, testOf } from 'recipe-harness';
import { invite, logIn, newAccount, xrpc } from '../accounts.ts';
import overlay from '../overlay.ts';
import { pathOf, publish } from '../posts.ts';

const test = testOf(overlay);

test('an invite makes one account, and nobody gets one without', { tag: '@functional' }, async ({ app, api, unique }) => {
  const [uninvited, invited, late] = ['no', 'yes', 'late'].map(name => `${unique(name)}.${app.domain}`) as [string, string, string];
  const ask = (handle: string, inviteCode?: string) => api.post(xrpc('server.createAccount'), { json: { handle, email: `${unique('mail')}@example.org`, password: unique('password'), inviteCode } });
  const resolve = async (handle: string) => (await api.get(xrpc('identity.resolveHandle', { handle }))).json();
  const code = await invite(app, api);

  expect((await ask(uninvited)).json()).toMatchObject({ error: 'InvalidInviteCode' });
  const { did } = (await ask(invited, code)).expectStatus(200).json<{ did: string }>();
  expect((await ask(late, code)).json(), 'the same invite again').toMatchObject({ error: 'InvalidInviteCode' });

  expect(await resolve(invited)).toEqual({ did });
  for (const refused of [uninvited, late]) expect(await resolve(refused)).toMatchObject({ error: 'HandleNotFound' });
  expect((await api.get(xrpc('server.describeServer'))).json(), 'and says so itself').toMatchObject({ did: `did:web:${app.domain}`, availableUserDomains: [`.${app.domain}`], inviteCodeRequired: true });
});

test('the right password opens a session, a wrong one none', { tag: '@functional' }, async ({ app, api, unique }) => {
  const account = await newAccount({ app, api, unique });
  const { did, handle } = account;

  const session = await logIn(api, account);

  expect((await session.get(xrpc('server.getSession'))).json()).toMatchObject({ did, handle });
  const wrong = await api.post(xrpc('server.createSession'), { json: { identifier: handle, password: unique('password') } });
  expect(wrong.status).toBe(401);
  expect(wrong.json()).toMatchObject({ error: 'AuthenticationRequired' });
  const nobody = await api.get(xrpc('server.getSession'));
  expect(nobody.status, 'without a session').toBe(401);
  expect(nobody.json()).toMatchObject({ error: 'AuthMissing' });
});

test('a deleted account opens nothing any more, and has nothing that others could read', { tag: '@functional' }, async ({ app, api, credentials, mail, unique }) => {
  const account = await newAccount({ app, api, unique });
  const [author, reader] = [await logIn(api, account), await logIn(api, credentials)];
  const text = unique('post');
  const { uri } = await publish(author, account.did, text);
  expect((await reader.get(pathOf(uri))).json()).toMatchObject({ uri, value: { text } });

  (await author.post(xrpc('server.requestAccountDelete'))).expectStatus(200);
  const [token] = /[A-Z2-7]{5}-[A-Z2-7]{5}/.exec((await mail.to(account.email)).text) ?? [];
  (await api.post(xrpc('server.deleteAccount'), { json: { did: account.did, password: account.password, token } })).expectStatus(200);

  expect((await reader.get(pathOf(uri))).text()).not.toContain(text);
  const exported = await reader.get(xrpc('sync.getRepo', { did: account.did }));
  expect(exported.json()).toMatchObject({ error: 'RepoNotFound' });
  expect((await author.get(xrpc('server.getSession'))).status, 'the session that was open').toBe(400);
  await expect(publish(author, account.did, unique('late')), 'nor does it write').rejects.toMatchObject({ code: 'ERR_HTTP_STATUS' });
  await expect(logIn(api, account), 'nor opens the password another').rejects.toMatchObject({ status: 401 });
});
