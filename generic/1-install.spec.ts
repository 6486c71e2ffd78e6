/** Given nothing, when the head under test is installed, then it serves its users. */
import { expect, test } from 'recipe-harness';

test.describe.configure({ timeout: 0 });

test('installs from nothing', { tag: '@install' }, async ({ lifecycle }) => {
  const app = await lifecycle.freshHead();
  const services = await app.services();
  expect(services.map(service => service.name), 'a recipe has a service named app').toContain('app');
});

test('answers its users', { tag: '@install' }, async ({ lifecycle }) => {
  const app = await lifecycle.freshHead();
  const { asked, answer, ready } = await lifecycle.askHealth(app);
  expect(ready, `${asked} answers ${answer}`).toContain(answer);
});

test('shows itself in a browser', { tag: ['@install', '@browser'] }, async ({ lifecycle, page }, info) => {
  const app = await lifecycle.freshHeadWithPage();
  const answer = await page.goto(app.url);
  expect(answer?.status(), 'the landing page').toBeLessThan(500);
  expect(new URL(page.url()).hostname, 'stays on the names of this run').toContain(app.zone);
  await info.attach('the app', { body: await page.screenshot(), contentType: 'image/png' });
});
