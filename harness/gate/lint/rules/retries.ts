import { rule } from '../pattern.ts';
import { keyOf, methodOf, propertyOf, receiverOf } from '../tree.ts';
import { bodyAround, infoOf } from '../tests.ts';

export const noRetries = rule({
  name: 'no-retries',
  message: 'A retry turns an app that fails now and then into a green one. Assert with assertConverges({ what, deadlineSeconds }) where the app needs time.',
  patterns: [{
    name: 'retries', place: 'spec',
    why: 'With retries an app that fails now and then is green.',
    instead: 'wait for what is meant: `assertConverges(…, { what, deadlineSeconds })`, or an assertion that polls the page.',
    bad: "test.describe.configure({ retries: 3 });\ntest('search finds a post', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get(`/search?q=${title}`)).text()).toContain(title);\n});",
    good: "test('search finds a post', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  const found = await assertConverges(() => retryHttpGet(api, `/search?q=${title}`), { what: 'the post is indexed', deadlineSeconds: 20 });\n  expect(found.text()).toContain(title);\n});",
  }],
  create: (report, source) => ({
    CallExpression(call) {
      const retries = ['configure', 'use'].includes(methodOf(call) ?? '') && receiverOf(call) ? propertyOf(call.arguments[0], 'retries') : undefined;
      if (retries) report(retries);
    },
    MemberExpression(node) {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier' || node.property.name !== 'retry') return;
      const body = bodyAround(node, source);
      if (body && infoOf(body) === node.object.name) report(node);
    },
    Property(node) {
      if (keyOf(node) === 'retries' && node.parent.parent?.type === 'ExportDefaultDeclaration') report(node);
    },
  }),
});
