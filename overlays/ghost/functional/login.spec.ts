/** Given a device that Ghost has not seen, when somebody logs in on it, then they need the password and the code from the mail. */
import { expect, testOf } from 'recipe-harness';
import overlay from '../overlay.ts';
import { admin, asStaff } from '../staff.ts';

const test = testOf(overlay);

test('a new device gets in by password and the code from the mail, and by neither alone', { tag: '@functional' }, async ({ app, api, credentials, mail }) => {
  const { email: username, password } = credentials;
  const device = asStaff(api.withCookies(), app);
  const whoAmI = () => device.get(`${admin}/users/me/`);

  expect((await device.post(`${admin}/session/`, { json: { username, password: 'not the password' } })).status).toBe(422);
  expect((await device.post(`${admin}/session/`, { json: { username, password } })).json()).toMatchObject({ errors: [{ code: '2FA_NEW_DEVICE_DETECTED' }] });
  const [code = ''] = /\d{6}/.exec((await mail.to(username)).subject) ?? [];
  const wrong = code.replaceAll(/\d/g, digit => String(9 - Number(digit)));
  expect((await device.put(`${admin}/session/verify`, { json: { token: wrong } })).status).toBe(401);
  expect((await whoAmI()).status, 'with the password alone').toBe(403);

  (await device.put(`${admin}/session/verify`, { json: { token: code } })).expectStatus(200);

  expect((await whoAmI()).expectStatus(200).json()).toMatchObject({ users: [{ email: username }] });
});
