/** Given a credential, when a workflow asks for it, then who has its secret gets in; and the secret lies nowhere as it was told. */
import { expect, testOf } from 'recipe-harness';
import { filesWith, storedCredential } from '../at-rest.ts';
import overlay from '../overlay.ts';
import { greeted, publish, withKey } from '../workflow.ts';

const test = testOf(overlay);

test('a credential is kept encrypted, and opens the webhook to who has its secret alone', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const [label, secret, name, greeting, word] = [unique('credential'), unique('secret'), unique('hook'), unique('greeting'), unique('word')];
  const owner = withKey(api, credentials);
  const made = await owner.post('/api/v1/credentials', { json: { name: label, type: 'httpHeaderAuth', data: { name: 'X-Key', value: secret } } });
  const { id } = made.expectStatus(200).json<{ id: string }>();

  expect(await filesWith(app, label), 'the name is in the database, for all to read').toContain('database.sqlite');
  expect(await filesWith(app, secret), 'the secret is in no file at all').toBe('');
  expect(await storedCredential(app, id), 'what is there is encrypted').toMatch(/^[\w+/=:.-]{40,}$/);

  await publish(owner, { name, greeting, key: { id, name: label } });
  const call = (key: string) => api.post(`/webhook/${name}`, { json: { word }, headers: { 'x-key': key } });
  expect((await call(secret)).json(), 'who has it').toEqual({ answer: greeted(greeting, word) });
  const refused = await call(`${secret}!`);
  expect([refused.status, refused.text()], 'who has not').toEqual([403, 'Authorization data is wrong!']);
});
