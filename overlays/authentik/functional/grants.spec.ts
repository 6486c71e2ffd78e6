/** Given an application and its users, when tokens are asked for, then they carry the right claims, and only the right password gets any. Unproven. */
import { expect, OidcRefusedError, test } from 'recipe-harness';

test('an app password gives tokens with their claims', { tag: ['@functional', '@sso'] }, async ({ sso }) => {
  const { accessClaims, idClaims } = await sso.passwordGrant();

  expect(accessClaims).toMatchObject({ iss: sso.issuer, aud: sso.client.id, preferred_username: sso.user.username, email: sso.user.email });
  expect(idClaims).toMatchObject({ iss: sso.issuer, aud: sso.client.id, sub: accessClaims.sub });
});

test('a client\'s secret gives it a token that is no user\'s', { tag: ['@functional', '@sso'] }, async ({ sso }) => {
  const { accessClaims } = await sso.clientCredentials();

  expect(accessClaims).toMatchObject({ iss: sso.issuer, aud: sso.client.id });
  expect([sso.user.username, sso.otherUser.username]).not.toContain(accessClaims.preferred_username);
});

test('a wrong password gives none, in the words of the standard', { tag: ['@functional', '@sso'] }, async ({ sso }) => {
  expect((await sso.passwordGrant()).accessClaims.preferred_username, 'the right one does').toBe(sso.user.username);

  const refused = await sso.passwordGrant({ ...sso.user, password: 'not the password' }).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(OidcRefusedError);
  expect(refused).toMatchObject({ error: 'invalid_grant' });
});
