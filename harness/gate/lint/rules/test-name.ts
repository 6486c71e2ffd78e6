import { eachCall, rule } from '../pattern.ts';

export const testByItsName = rule({
  name: 'test-by-its-name',
  message: 'Rules and readers know a test by the name `test`: write `const test = testOf(overlay)`.',
  patterns: [{
    name: 'test-by-another-name', place: 'spec',
    why: 'What is not called `test` half of these rules do not know for one.',
    instead: 'write `const test = testOf(overlay)`.',
    bad: "const withCredentials = testOf(overlay);\nexport { withCredentials };",
    good: "const test = testOf(overlay);\ntest('posts are listed', async ({ api, credentials, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title }, headers: credentials })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
  }],
  create: report => eachCall(call => {
    if (call.callee.type !== 'Identifier' || call.callee.name !== 'testOf' || call.parent.type !== 'VariableDeclarator') return;
    if (call.parent.id.type !== 'Identifier' || call.parent.id.name !== 'test') report(call.parent.id);
  }),
});
