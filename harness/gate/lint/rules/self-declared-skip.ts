import { rule } from '../pattern.ts';
import { headOf, keyOf, methodOf, receiverOf } from '../tree.ts';

export const noSelfDeclaredSkip = rule({
  name: 'no-self-declared-skip',
  message: 'A test does not decide that it does not apply. What the recipe cannot do is [[declared]] in its file, with who decided it; anything else must run.',
  patterns: [{
    name: 'self-declared-not-applicable', place: 'spec',
    why: 'The type of a skip belongs to the harness: with that word a test makes its own absence look accounted for.',
    instead: 'declare it in the recipe file: blocker, what covers it, who decided, when.',
    bad: "test('posts are listed', { annotation: { type: 'not applicable: declared', description: 'no posts here' } }, async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
    good: "test('posts are listed', { annotation: { type: 'issue', description: 'https://example.org/issues/1' } }, async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
  }, {
    name: 'skip-from-deep-inside', place: 'test',
    why: 'A test that leaves while it runs has decided its own verdict.',
    instead: 'let it run; what the recipe cannot do is `[[declared]]` in its file.',
    bad: "test.info().skip(true, 'posts are slow today');\nconst title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
  }],
  create: report => ({
    CallExpression(call) {
      const receiver = receiverOf(call);
      if (['skip', 'fixme'].includes(methodOf(call) ?? '') && receiver?.type === 'CallExpression' && methodOf(receiver) === 'info') report(call);
    },
    Property(node) {
      if (keyOf(node) === 'type' && headOf(node.value)?.startsWith('not applicable')) report(node);
    },
  }),
});
