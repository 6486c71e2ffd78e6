/** Given a realm with a client and users, when tokens are asked for, then they carry the right claims, and only the right password gets any. */
import { expect, OidcRefusedError, test } from 'recipe-harness';

test('a user\'s password gives tokens with their claims', { tag: ['@functional', '@sso'] }, async ({ sso }) => {
  const { accessClaims, idClaims } = await sso.passwordGrant();

  expect(accessClaims).toMatchObject({ typ: 'Bearer', iss: sso.issuer, azp: sso.client.id, preferred_username: sso.user.username, email: sso.user.email });
  expect(idClaims).toMatchObject({ iss: sso.issuer, aud: sso.client.id, sub: accessClaims.sub, given_name: sso.user.firstName, family_name: sso.user.lastName });
});

test('a client\'s secret gives it a token of its own, which is nobody\'s login', { tag: ['@functional', '@sso'] }, async ({ sso }) => {
  const { accessClaims, id } = await sso.clientCredentials();

  expect(accessClaims).toMatchObject({ iss: sso.issuer, azp: sso.client.id, preferred_username: `service-account-${sso.client.id}` });
  expect(id).toBeUndefined();
});

test('a wrong password gives none, in the words of the standard', { tag: ['@functional', '@sso'] }, async ({ sso }) => {
  expect((await sso.passwordGrant()).accessClaims.preferred_username, 'the right one does').toBe(sso.user.username);

  const refused = await sso.passwordGrant({ ...sso.user, password: 'not the password' }).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(OidcRefusedError);
  expect(refused).toMatchObject({ error: 'invalid_grant' });
});

test('a token that was tampered with is refused, by Keycloak and by its published keys', { tag: ['@functional', '@sso'] }, async ({ api, sso }) => {
  const { access, accessClaims } = await sso.passwordGrant();
  const [header, payload = '', signature] = access.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const forged = [header, Buffer.from(JSON.stringify({ ...claims, sub: 'somebody-else' })).toString('base64url'), signature].join('.');
  const ask = (token: string) => api.get(`/realms/${sso.realm}/protocol/openid-connect/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask(access)).json(), 'as it was given').toMatchObject({ sub: accessClaims.sub });

  expect((await ask(forged)).status).toBe(401);
  await expect(sso.oidc.verify(forged)).rejects.toMatchObject({ check: 'signature' });
});

test('a logout ends what the session could still ask for', { tag: ['@functional', '@sso'] }, async ({ app, sso }) => {
  const tokens = await sso.passwordGrant();
  const renewed = await sso.oidc.refresh(tokens);
  expect(renewed.accessClaims.sub, 'before the logout').toBe(tokens.accessClaims.sub);

  await sso.oidc.logout(renewed, `${app.url}/`);

  await expect(sso.oidc.refresh(renewed)).rejects.toMatchObject({ error: 'invalid_grant' });
});
