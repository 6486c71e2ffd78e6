/** Given an access token, when it is shown to the app, then it opens what is its user's, and nothing where it is not the provider's own. */
import { expect, test, type HttpClient } from 'recipe-harness';

const bearer = (api: HttpClient, token: string): HttpClient => api.as({ headers: { authorization: `Bearer ${token}` } });

test('a token opens the API as its user', { tag: ['@functional', '@sso'] }, async ({ api, sso }) => {
  const { access, accessClaims } = await sso.passwordGrant();

  const me = (await bearer(api, access).get('/api/me')).expectStatus(200).json();

  expect(me).toMatchObject({ sub: accessClaims.sub, iss: sso.issuer, preferred_username: sso.user.username, email: sso.user.email });
});

test('what one user keeps, the other does not see', { tag: ['@functional', '@sso'] }, async ({ api, sso, unique }) => {
  const [one, other] = [await sso.passwordGrant(), await sso.passwordGrant(sso.otherUser)].map(({ access }) => bearer(api, access)) as [HttpClient, HttpClient];
  const [mine, theirs] = [unique('mine'), unique('theirs')];
  (await one.put('/api/note', { json: { note: mine } })).expectStatus(200);
  (await other.put('/api/note', { json: { note: theirs } })).expectStatus(200);

  expect((await one.get('/api/note')).json()).toMatchObject({ note: mine });
  (await other.delete('/api/note')).expectStatus(204);

  expect((await other.get('/api/note')).status).toBe(404);
  expect((await one.get('/api/note')).json()).toMatchObject({ note: mine });
});

test('a token that was tampered with opens nothing', { tag: ['@functional', '@sso'] }, async ({ api, sso }) => {
  const { access } = await sso.passwordGrant();
  const [header, payload = '', signature] = access.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const forged = Buffer.from(JSON.stringify({ ...claims, preferred_username: sso.otherUser.username })).toString('base64url');
  expect((await bearer(api, access).get('/api/me')).json(), 'as it was given').toMatchObject({ preferred_username: sso.user.username });

  const answer = await bearer(api, [header, forged, signature].join('.')).get('/api/me');

  expect(answer.status).toBe(401);
  expect(answer.text()).not.toContain(sso.user.email);
});
