/** Given n8n's owner, when they log in, then they get in as themselves by their password alone; and nobody becomes owner a second time. */
import { expect, testOf } from 'recipe-harness';
import overlay from '../overlay.ts';

const test = testOf(overlay);

test('the owner logs in as themselves, and nobody by a wrong password', { tag: '@functional' }, async ({ api, credentials: { email, password } }) => {
  const [visitor, stranger] = [api.withCookies(), api.withCookies()];
  (await visitor.post('/rest/login', { json: { emailOrLdapLoginId: email, password } })).expectStatus(200);
  const wrong = await stranger.post('/rest/login', { json: { emailOrLdapLoginId: email, password: 'Not-the-passw0rd' } });

  expect((await visitor.get('/rest/login')).json(), 'who they are').toMatchObject({ data: { email, role: 'global:owner' } });
  expect([wrong.status, wrong.setCookies]).toEqual([401, []]);
  expect((await stranger.get('/rest/login')).status).toBe(401);
});

test('a second set-up is refused, and leaves the owner who they are', { tag: '@functional' }, async ({ api, credentials, unique }) => {
  const { data } = (await api.get('/rest/settings')).expectStatus(200).json<{ data: { userManagement: object } }>();
  expect(data.userManagement, 'no visitor is asked for it').toMatchObject({ showSetupOnFirstLoad: false, authenticationMethod: 'email' });

  const again = await api.post('/rest/owner/setup', { json: { email: `${unique('other')}@example.org`, password: `Secret-${unique('pass')}`, firstName: 'Eve', lastName: 'Holm' } });

  expect([again.status, again.setCookies]).toEqual([400, []]);
  const owner = api.as({ headers: { cookie: credentials.session } });
  expect((await owner.get('/rest/login')).json()).toMatchObject({ data: { email: credentials.email, firstName: 'Ada' } });
});
