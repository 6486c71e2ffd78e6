/** Given a user, when they answer the login flow's questions, then they have a session of their own, and nobody has one for a wrong password. Unproven. */
import type { SessionUser } from '@goauthentik/api';
import { expect, test } from 'recipe-harness';
import { logIn } from '../log-in.ts';
import type { Wire } from '../wire.ts';

const me = '/api/v3/core/users/me/';

test('the login flow lets a user in as themselves', { tag: ['@functional', '@sso'] }, async ({ api, sso }) => {
  const { visitor, end } = await logIn(api, sso.user);

  expect(end.component).toBe('xak-flow-redirect');
  const { user } = (await visitor.get(me)).expectStatus(200).json<Wire<SessionUser>>();
  expect(user).toMatchObject({ username: sso.user.username, email: sso.user.email, is_superuser: false });
});

test('the login flow refuses a wrong password, and gives no session', { tag: ['@functional', '@sso'] }, async ({ api, sso }) => {
  const right = await logIn(api, sso.user);
  expect((await right.visitor.get(me)).json(), 'the right one gives one').toMatchObject({ user: { username: sso.user.username } });

  const { visitor, end } = await logIn(api, { ...sso.user, password: 'not the password' });

  expect(end).toMatchObject({ component: 'ak-stage-password', response_errors: { password: [{ code: 'invalid' }] } });
  expect((await visitor.get(me)).status).toBe(403);
});
