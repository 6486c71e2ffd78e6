import { eachCall, rule } from '../pattern.ts';
import { headOf, keyOf, methodOf, propertyOf, receiverOf, textOf, unwrap } from '../tree.ts';

export const noMockedRoute = rule({
  name: 'no-mocked-route',
  message: 'What a mocked route answers is the test\'s own, not the app\'s. Let the app answer; make what it needs through its interface first.',
  patterns: [{
    name: 'mocked-route', place: 'test',
    why: 'The test answers in the app\'s place.',
    instead: 'make what the page needs through the app\'s interface, and let the app answer.',
    bad: "const title = unique('title');\nawait page.route('**/api/posts', route => route.fulfill({ json: [{ title }] }));\nawait page.goto(app.url);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto(app.url);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
  }],
  create: report => eachCall(call => {
    if (receiverOf(call) && ['route', 'routeFromHAR', 'routeWebSocket'].includes(methodOf(call) ?? '')) report(call);
  }),
});

export const noOwnPage = rule({
  name: 'no-own-page',
  message: 'This page was written by the test. Open the app\'s own: page.goto(app.url).',
  patterns: [{
    name: 'own-page', place: 'test',
    why: 'What is asserted on was written by the test.',
    instead: 'open the app\'s own page.',
    bad: "const title = unique('title');\nawait page.setContent(`<h1>${title}</h1>`);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto(app.url);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
  }],
  create: report => eachCall(call => {
    if (methodOf(call) === 'setContent' || (methodOf(call) === 'goto' && /^(data|about|file):/.test(headOf(call.arguments[0]) ?? ''))) report(call);
  }),
});

/** What the harness hands to a test; with a fake in its place, the test tests the fake. */
const fixtures = ['app', 'api', 'page', 'context', 'credentials', 'net', 'sso', 'lifecycle', 'overlay', 'recipe', 'run', 'unique'];

export const noReplacedFixture = rule({
  name: 'no-replaced-fixture',
  message: 'This replaces what the harness hands to every test, so that it may test something else than the app. Give what you add a name of its own.',
  patterns: [{
    name: 'replaced-fixture', place: 'spec',
    why: 'With a fake in the place of `api`, a test tests the fake.',
    instead: 'give what you add a name of its own.',
    bad: "const fake = test.extend({\n  api: async ({}, use) => { await use({ get: () => ({ text: () => 'always' }) } as never); },\n});\nfake('posts are listed', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
    good: "const withAuthor = test.extend<{ author: HttpClient }>({\n  author: async ({ api, app }, use) => { await use(api.as({ headers: { authorization: app.secret('token') } })); },\n});\nwithAuthor('posts are listed', async ({ api, author, unique }) => {\n  const title = unique('title');\n  (await author.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
  }],
  create: report => eachCall(call => {
    const [extension] = call.arguments;
    if (methodOf(call) !== 'extend') return;
    const replaced = fixtures.map(name => propertyOf(extension && unwrap(extension), name)).find(found => found !== undefined);
    if (replaced) report(replaced);
  }),
});

export const noIgnoredCertificate = rule({
  name: 'no-ignored-certificate',
  message: 'With certificate errors ignored, any server may answer. The harness\'s clients and browser know the target\'s root certificate: use `api` and `page`.',
  patterns: [{
    name: 'ignored-certificate', place: 'spec',
    why: 'Any server may answer, and broken TLS stays unseen.',
    instead: 'use `api` and `page`, which know the target\'s root certificate.',
    bad: "test.use({ ignoreHTTPSErrors: true });\ntest('posts are listed', async ({ api, app, page, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  await page.goto(app.url);\n  await expect(page.getByRole('heading', { name: title })).toBeVisible();\n});",
    good: "test('posts are listed', async ({ api, app, page, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  await page.goto(app.url);\n  await expect(page.getByRole('heading', { name: title })).toBeVisible();\n});",
  }],
  create: report => ({
    Property(node) {
      if (node.value.type !== 'Literal') return;
      const off = (keyOf(node) === 'ignoreHTTPSErrors' && node.value.value === true) || (keyOf(node) === 'rejectUnauthorized' && node.value.value === false);
      if (off) report(node);
    },
    MemberExpression(node) {
      const name = node.computed ? textOf(node.property) : node.property.type === 'Identifier' ? node.property.name : '';
      if (name === 'NODE_TLS_REJECT_UNAUTHORIZED') report(node);
    },
  }),
});
