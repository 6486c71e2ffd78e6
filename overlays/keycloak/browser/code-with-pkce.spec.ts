/** Given a client of its own, when a user logs in on Keycloak's page, then the code gives verified tokens to that client, once, until the user logs out. */
import { expect, OidcRefusedError, test, type InstalledApp } from 'recipe-harness';

/** Nobody answers there: the browser is stopped on its way, and the test takes the code. */
const returnTo = (app: InstalledApp) => `${app.url}/relying-party/callback`;

test('a user\'s login in the browser gives the client verified tokens for a code', { tag: ['@browser', '@sso'] }, async ({ app, page, sso }) => {
  const request = await sso.oidc.authorizationRequest({ redirectUri: returnTo(app) });

  const { access, accessClaims, idClaims } = await sso.oidc.redeem(await sso.onPage(page, returnTo(app))(request.url), request);

  expect(idClaims).toMatchObject({ iss: sso.issuer, aud: sso.client.id, azp: sso.client.id, nonce: request.nonce, preferred_username: sso.user.username });
  expect(accessClaims).toMatchObject({ iss: sso.issuer, azp: sso.client.id, sub: idClaims?.sub, sid: idClaims?.sid });
  expect([accessClaims.aud].flat()).toContain(sso.client.id);
  expect(await sso.oidc.userInfo({ access, accessClaims })).toMatchObject({ sub: idClaims?.sub, email: sso.user.email });
  expect(accessClaims.exp, 'good for a while').toBeGreaterThan(Date.now() / 1_000);
  await expect(sso.oidc.verify(access, new Date((accessClaims.exp + 1) * 1_000)), 'and no longer').rejects.toMatchObject({ check: 'expiry' });
  const [header, payload, signature = ''] = access.split('.');
  const otherwise = [header, payload, Buffer.from(signature, 'base64url').reverse().toString('base64url')].join('.');
  await expect(sso.oidc.verify(otherwise), 'signed by somebody else').rejects.toMatchObject({ check: 'signature' });
});

test('a code is for the verifier that asked for it, and no code is good twice', { tag: ['@browser', '@sso'] }, async ({ app, page, sso }) => {
  const logIn = sso.onPage(page, returnTo(app));
  const [mine, foreign] = [await sso.oidc.authorizationRequest({ redirectUri: returnTo(app) }), await sso.oidc.authorizationRequest({ redirectUri: returnTo(app) })];
  const back = await logIn(mine.url);

  const byAnother = await sso.oidc.redeem(back, { ...mine, verifier: foreign.verifier }).catch((error: unknown) => error);
  expect(byAnother).toBeInstanceOf(OidcRefusedError);
  expect(byAnother).toMatchObject({ error: 'invalid_grant', description: expect.stringMatching(/PKCE|verifier/i) });

  const again = await sso.oidc.authorizationRequest({ redirectUri: returnTo(app) });
  const withCode = await logIn(again.url);
  const { accessClaims } = await sso.oidc.redeem(withCode, again);
  expect(accessClaims.preferred_username, 'by who asked for it').toBe(sso.user.username);
  await expect(sso.oidc.redeem(withCode, again), 'a second time').rejects.toMatchObject({ code: 'ERR_OIDC_REFUSED', error: 'invalid_grant' });
});

test('a login lasts over refreshes, and ends with the logout', { tag: ['@browser', '@sso'] }, async ({ app, page, sso }) => {
  const redirectUri = returnTo(app);
  const first = await sso.oidc.authorizationCode({ redirectUri, logIn: sso.onPage(page, redirectUri) });
  const renewed = await sso.oidc.refresh(first);
  expect(renewed.accessClaims).toMatchObject({ sub: first.accessClaims.sub, sid: first.accessClaims.sid, azp: sso.client.id });
  expect(renewed.access).not.toBe(first.access);

  await page.goto(sso.oidc.logoutUrl(renewed, `${app.url}/relying-party/bye`).href);

  expect(page.url()).toBe(`${app.url}/relying-party/bye`);
  await expect(sso.oidc.refresh(renewed)).rejects.toMatchObject({ error: 'invalid_grant' });
  // Whoever still had a session would come back without a form, as the first one.
  const next = await sso.oidc.authorizationCode({ redirectUri, logIn: sso.onPage(page, redirectUri, sso.otherUser) });
  expect(next.accessClaims.preferred_username, 'the browser is asked who it is').toBe(sso.otherUser.username);
});
