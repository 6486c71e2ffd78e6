import { rule } from '../pattern.ts';
import { bodyAround, fixturesOf, isTestBody } from '../tests.ts';
import { propertyName, variableOf } from '../tree.ts';

const kept = "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);";
const asTest = (body: string, fixtures: string) => `test('posts are listed', async ({ ${fixtures} }) => {\n${body.replace(/^/gm, '  ')}\n});`;

export const noPlaywrightImport = rule({
  name: 'no-playwright-import',
  message: 'What comes from {{module}} itself goes past the gate: nobody sees what it asserts, and its browsers and clients know neither names nor root certificate. Import test and expect from recipe-harness; types are welcome: `import type`.',
  patterns: [{
    name: 'test-past-the-gate', place: 'spec',
    why: 'What Playwright\'s own `test` and `expect` assert nobody weighs: such a test is unverified.',
    instead: 'import both from `recipe-harness`; types of Playwright are welcome.',
    bad: `import { expect as check } from '@playwright/test';\n\n${asTest(kept, 'api, unique').replace('\n});', '\n  check(await (await api.get(\'/feed\')).text()).toContain(title);\n});')}`,
    good: `import type { Page } from '@playwright/test';\n\nconst heading = (page: Page, name: string) => page.getByRole('heading', { name });\n${asTest("const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto(app.url);\nawait expect(heading(page, title)).toBeVisible();", 'api, app, page, unique')}`,
  }],
  create: report => ({
    ImportDeclaration(node) {
      const module = node.source.value;
      if (!/^(@playwright\/test|playwright|playwright-core)$/.test(module) || node.importKind === 'type') return;
      if (!node.specifiers.every(each => each.type === 'ImportSpecifier' && each.importKind === 'type')) report(node, { module });
    },
  }),
});

const clients = /^(node:)?(https?|net|tls|dgram)$|^(undici|axios|got|ky|node-fetch|supertest|ws)$/;

export const noOwnClient = rule({
  name: 'no-own-client',
  message: '{{client}} is not heard by the harness: what it reads is no evidence, and is missing in the report. Ask through `api` (a session\'s cookie goes into its headers), `net` or `page`.',
  patterns: [{
    name: 'unheard-client', place: 'test',
    why: 'What such a client reads, the run does not know of: it is no evidence, and stands in no report.',
    instead: 'ask through `api`, or `page`; a session\'s cookie goes into the headers of `api`.',
    bad: kept.replace("(await api.get('/posts')).text()", 'await (await fetch(`${app.url}/posts`)).text()'),
    good: kept,
  }],
  create: (report, source) => ({
    CallExpression(call) {
      if (call.callee.type === 'Identifier' && call.callee.name === 'fetch' && (variableOf(call.callee, source)?.defs.length ?? 0) === 0) report(call, { client: 'fetch' });
    },
    ImportDeclaration(node) {
      if (clients.test(node.source.value) && node.importKind !== 'type') report(node, { client: node.source.value });
    },
    MemberExpression(node) {
      const body = bodyAround(node, source);
      const fixture = body && node.object.type === 'Identifier' ? fixturesOf(body).get(node.object.name) : undefined;
      if (propertyName(node) === 'request' && (fixture === 'page' || fixture === 'context')) report(node, { client: `${fixture}.request` });
    },
    Property(node) {
      const body = node.parent.type === 'ObjectPattern' ? node.parent.parent : undefined;
      const asked = node.key.type === 'Identifier' && ['request', 'playwright'].includes(node.key.name);
      if (asked && body && isTestBody(body, source) && body.params[0] === node.parent) report(node, { client: `Playwright's ${source.getText(node.key)}` });
    },
  }),
});
