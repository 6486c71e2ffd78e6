/** Given a workflow, when its owner logs in on n8n's page, then they find it drawn in the editor, and what it has run. */
import { appLoginForm, expect, testOf } from 'recipe-harness';
import overlay from '../overlay.ts';
import { publish, withKey } from '../workflow.ts';

const test = testOf(overlay);

test('the owner logs in and opens a workflow in the editor', { tag: '@browser' }, async ({ app, api, page, credentials, unique }, info) => {
  const [name, greeting] = [unique('hook'), unique('greeting')];
  const id = await publish(withKey(api, credentials), { name, greeting });

  await page.goto(`${app.url}/signin`);
  await appLoginForm({ what: 'n8n\'s form' }).login(page, { username: credentials.email, password: credentials.password });
  await page.goto(`${app.url}/workflow/${id}`);

  const nodes = page.locator('.vue-flow__node');
  await expect(nodes).toHaveCount(2);
  await expect(nodes.filter({ hasText: name })).toBeVisible();
  await expect(nodes.filter({ hasText: 'Call' })).toBeVisible();
  await info.attach('the editor', { body: await page.screenshot(), contentType: 'image/png' });
});
