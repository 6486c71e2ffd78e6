/** Given an account, when somebody looks up its handle, then server, host and directory of identities all lead to it, and follow a change. */
import { expect, testOf } from 'recipe-harness';
import { inDirectory, logIn, newAccount, xrpc } from '../accounts.ts';
import overlay from '../overlay.ts';

const test = testOf(overlay);

test('a handle leads to its account, and the account to its server', { tag: '@functional' }, async ({ app, api, credentials: { did, handle } }) => {
  expect((await api.get(xrpc('identity.resolveHandle', { handle }))).json()).toEqual({ did });
  expect((await api.get(`https://${handle}/.well-known/atproto-did`)).text(), 'the host that the handle names').toBe(did);
  expect((await api.get(inDirectory(app, did))).json(), 'in the directory').toMatchObject({
    id: did, alsoKnownAs: [`at://${handle}`], service: [expect.objectContaining({ type: 'AtprotoPersonalDataServer', serviceEndpoint: app.url })],
  });
});

test('a changed handle leads to the same account, and the former one nowhere', { tag: '@functional' }, async ({ app, api, unique }) => {
  const account = await newAccount({ app, api, unique });
  const [before, after] = [account.handle, `${unique('renamed')}.${app.domain}`];
  const resolve = async (handle: string) => (await api.get(xrpc('identity.resolveHandle', { handle }))).json();
  expect(await resolve(before)).toEqual({ did: account.did });

  (await (await logIn(api, account)).post(xrpc('identity.updateHandle'), { json: { handle: after } })).expectStatus(200);

  expect(await resolve(after)).toEqual({ did: account.did });
  expect(await resolve(before)).toMatchObject({ error: 'HandleNotFound' });
  expect((await api.get(inDirectory(app, account.did))).json()).toMatchObject({ alsoKnownAs: [`at://${after}`] });
});
