/** Tests that prove nothing, run by the real `playwright test` against a small app: each fails, and is told what to write instead. */
import { existsSync } from 'node:fs';
import { chromium, expect, test } from '@playwright/test';
import { systemBrowsers } from '../../harness/browser/launch.ts';
import { InlineProject, type Files } from '../processes/inline-project.ts';

const browser = [chromium.executablePath(), ...systemBrowsers].find(existsSync) ?? '';

/** The package's `test` without a run: its gate, its `expect`, and a client of an app that keeps posts. */
const parts = `import { createServer } from 'node:http';
import { once } from 'node:events';
import { test as base } from '@playwright/test';
import { createHttp } from './http/client.ts';
import { observe } from './observed.ts';
import { throughGate } from './gate/evidence/gate.ts';
import { watchBrowser } from './gate/evidence/pages.ts';
export { expect } from './gate/evidence/expect.ts';

export const test = base.extend({
  recipeName: ['', { option: true, scope: 'worker' }],
  gate: [async ({}, use, info) => throughGate(info, use), { auto: true, box: true }],
  launchOptions: [async ({}, use) => use({ executablePath: '${browser}', args: ['--no-sandbox', '--disable-gpu'] }), { scope: 'worker' }],
  browser: [async ({ browser }, use) => { watchBrowser(browser); await use(browser); }, { scope: 'worker' }],
  unique: async ({}, use) => use(label => { const value = label + '-' + Math.random().toString(16).slice(2, 10); observe({ kind: 'token', value }); return value; }),
  appUrl: async ({}, use) => {
    const posts = new Map();
    const server = createServer(async (request, response) => {
      const id = new URL(request.url, 'http://x').pathname.slice(1);
      let body = '';
      for await (const chunk of request) body += chunk;
      const page = text => response.setHeader('content-type', 'text/html').end('<!doctype html><title>Posts</title><h1>' + text + '</h1><form method="post" action="/page"><input name="title"><button>Save</button></form>');
      if (request.method === 'POST' && id === 'page') { posts.set('page', { title: new URLSearchParams(body).get('title') }); return response.writeHead(303, { location: '/page' }).end(); }
      if (request.method === 'POST') { posts.set(String(posts.size + 1), JSON.parse(body)); return response.writeHead(201).end(body); }
      if (request.method === 'DELETE') { posts.delete(id); return response.writeHead(204).end(); }
      if (id === '' || id === 'page') return page(posts.get('page')?.title ?? 'Welcome');
      if (!posts.has(id)) return response.writeHead(404).end('no such post');
      response.end(JSON.stringify(posts.get(id)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use('http://127.0.0.1:' + server.address().port);
    server.closeAllConnections();
    server.close();
  },
  api: async ({ appUrl }, use) => {
    const api = createHttp({ zone: 'none.test' }, { baseURL: appUrl });
    await use(api);
    await api.close();
  },
});
`;
const spec = (body: string): Files => ({
  'harness/own-test.ts': parts,
  'overlays/ghost/functional/posts.spec.ts': `import { expect, test } from '../../../harness/own-test.ts';\n${body}\n`,
});

const suite = `
test('only status codes', { tag: '@functional' }, async ({ api, unique }) => {
  const answer = await api.post('/', { json: { title: unique('post') } });
  expect(answer.status).toBe(201);
  expect((await api.get('/1')).status).toBeLessThan(400);
});
test('a page title', { tag: '@browser' }, async ({ page, appUrl }) => {
  await page.goto(appUrl);
  await expect(page).toHaveTitle('Posts');
  await expect(page.getByRole('button')).toBeVisible();
});
test('a constant', async ({ api }) => {
  await api.get('/');
  expect(1 + 1).toBe(2);
});
test('its own variable', async ({ api, unique }) => {
  const title = unique('post');
  await api.post('/', { json: { title } });
  expect({ title }).toEqual({ title });
});
test('the echo of what it posted', async ({ api, unique }) => {
  const title = unique('post');
  expect((await api.post('/', { json: { title } })).json()).toEqual({ title });
});
test('nothing at all', async ({ api }) => { await api.get('/'); });
test('what it has typed itself', async ({ page, appUrl, unique }) => {
  await page.goto(appUrl);
  const title = unique('title');
  await page.locator('input').fill(title);
  await expect(page.locator('input')).toHaveValue(title);
});
test('another test of Playwright\\'s', async () => {});
test('what comes back', async ({ api, unique }) => {
  const title = unique('post');
  await api.post('/', { json: { title } });
  await expect.poll(async () => (await api.get('/1')).json()).toMatchObject({ title });
  await api.delete('/1');
  expect((await api.get('/1')).status).toBe(404);
});
test('what a page shows later', async ({ page, appUrl, unique }) => {
  await page.goto(appUrl);
  const title = unique('title');
  await page.locator('input').fill(title);
  await page.getByRole('button').click();
  await page.waitForURL('**/page');
  await expect(page.getByText(title)).toBeVisible();
  expect(await page.locator('h1').innerText()).toBe(title);
  expect(page.locator('h1')).toBeDefined();
});
test('what does not come back', async ({ api, unique }) => {
  const title = unique('post');
  await api.post('/', { json: { title: 'another' } });
  const answer = await api.get('/1');
  expect(answer.text()).toContain(title);
});
test.describe('tried again', () => {
  test.describe.configure({ retries: 2 });
  test('now and then', async () => { expect(test.info().retry, 'the first try').toBe(1); });
});
`;

test('a suite that passes whatever the app does fails, each test with its assertions, their classes, and what to write instead', async () => {
  using project = new InlineProject({ ...spec(suite), 'overlays/ghost/functional/plain.spec.ts': "import { test } from '@playwright/test';\ntest('never weighed', () => {});\n" });
  const { code, output } = await project.playwright(['--retries=1']);
  expect(code, output).toBe(2);
  const found = Object.fromEntries(project.results().tests.slice(3).map(each => [each.title, each]));
  const codes = Object.fromEntries(Object.entries(found).map(([title, each]) => [title, each.problem?.code ?? each.status]));
  expect(codes, output).toEqual({
    'only status codes': 'ERR_EVIDENCE_NO_STATE', 'a page title': 'ERR_EVIDENCE_NO_STATE', 'a constant': 'ERR_EVIDENCE_NO_STATE', 'its own variable': 'ERR_EVIDENCE_NO_STATE',
    'the echo of what it posted': 'ERR_EVIDENCE_NO_STATE', 'nothing at all': 'ERR_EVIDENCE_NO_ASSERTION', 'what it has typed itself': 'ERR_EVIDENCE_NO_STATE', "another test of Playwright's": 'ERR_EVIDENCE_NO_ASSERTION',
    'what comes back': 'passed', 'what a page shows later': 'passed', 'what does not come back': 'ERR_ASSERTION', 'tried again › now and then': 'ERR_ASSERTION', 'never weighed': 'ERR_EVIDENCE_MISSING', 'is removed': 'passed',
  });
  expect(found['what comes back']?.evidence).toEqual({ state: 2, status: 0, constant: 0, assertions: [{ line: line('expect.poll'), matcher: 'toMatchObject', class: 'state' }, { line: line('toBe(404)'), matcher: 'toBe', class: 'state' }] });
  expect(found['what a page shows later']?.evidence?.assertions.map(each => [each.matcher, each.class])).toEqual([['toBeVisible', 'state'], ['toBe', 'state'], ['toBeDefined', 'status']]);
  expect(output).toContain(`overlays/ghost/functional/posts.spec.ts:${line("test('only status codes'")} "only status codes" passed, and none of its assertions shows that the app has kept or made anything.`);
  expect(output).toContain(`posts.spec.ts:${line('toBe(201)')}  toBe: status (a fixed answer`);
  expect(output).toContain("unique('post')");
  expect(output, 'a failing assertion stands at its own line').toMatch(new RegExp(`\\n\\s+> ${line('toContain(title)')} \\|   expect\\(answer\\.text\\(\\)\\)\\.toContain\\(title\\);[\\s\\S]*?at .*posts\\.spec\\.ts:${line('toContain(title)')}:25`));
  expect(output).toMatch(/Retries are off: 1?\d tests? asks? for them\./);
});

/** Where a text stands in the spec file, whose first line is the import. */
function line(text: string): number {
  return suite.slice(0, suite.indexOf(text)).split('\n').length + 1;
}
