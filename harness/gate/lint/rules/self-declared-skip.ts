import { rule } from '../pattern.ts';
import { keyOf, meaning, methodOf, type Node, receiverOf, type Source, textOf, unwrap } from '../tree.ts';

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
  }, {
    name: 'not-applicable-by-a-variable', place: 'spec',
    why: 'The word is the same, wherever it stands: nobody who reads the test has to look for it.',
    instead: 'declare it in the recipe file: blocker, what covers it, who decided, when.',
    bad: "const kind = 'not applicable';\n\ntest('posts are listed', { annotation: { type: `${kind}: structural`, description: 'no posts here' } }, async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
    good: "const kind = 'issue';\n\ntest('posts are listed', { annotation: { type: kind, description: 'https://example.org/issues/1' } }, async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
  }, {
    name: 'not-applicable-by-its-reason', place: 'test', also: ['playwright/no-skipped-test'],
    why: 'A skip with that word in its reason looks like one that the recipe file has declared.',
    instead: 'let it run; what the recipe cannot do is `[[declared]]` in its file.',
    bad: "test.skip(true, 'not applicable: structural: no posts here');\nconst title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
  }],
  create: (report, source) => ({
    CallExpression(call) {
      if (!['skip', 'fixme'].includes(methodOf(call) ?? '')) return;
      const receiver = receiverOf(call);
      const fromInside = receiver?.type === 'CallExpression' && methodOf(receiver) === 'info';
      if (fromInside || call.arguments.some(argument => isTyped(argument, source))) report(call);
    },
    Property(node) {
      if (keyOf(node) === 'type' && isTyped(node.value, source)) report(node);
    },
  }),
});

const word = 'not applicable';
/** Stands for what the source does not tell. */
const unknown = '?';

/** It begins with the word that the harness marks its own skips with, in one piece or put together. */
function isTyped(node: Node, source: Source): boolean {
  return beginOf(node, source).startsWith(word);
}

/** What a text begins with, no further than the word goes. Names may stand for one another in a circle: few are followed. */
function beginOf(node: Node, source: Source, names = 4): string {
  const meant = meaning(node, source);
  const left = meant === unwrap(node) ? names : names - 1;
  if (left === 0) return unknown;
  if (meant.type === 'BinaryExpression') return joined([meant.left, meant.right].map(part => () => beginOf(part, source, left)));
  if (meant.type !== 'TemplateLiteral') return textOf(meant) ?? unknown;
  return joined(meant.quasis.flatMap(({ value }, index) => {
    const next = meant.expressions[index];
    return [() => value.cooked ?? '', ...(next === undefined ? [] : [() => beginOf(next, source, left)])];
  }));
}

function joined(parts: readonly (() => string)[]): string {
  return parts.reduce((text, part) => text.length < word.length ? text + part() : text, '');
}
