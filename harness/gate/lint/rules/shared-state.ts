import { rule } from '../pattern.ts';
import { isTestBody } from '../tests.ts';
import { above, isFunction, type Node, type Source, type Variable } from '../tree.ts';
import { hookAround } from '../hooks.ts';

const changing = new Set(['push', 'unshift', 'splice', 'set', 'add', 'pop', 'shift', 'delete', 'clear']);

export const noSharedState = rule({
  name: 'no-shared-state',
  message: '`{{name}}` is written in one test or hook and lives on for the next: alone, after a failure, or in a new worker they find it empty. Let each test make what it needs; what setUp returns reaches all of them.',
  patterns: [
    {
      name: 'shared-variable', place: 'spec',
      why: 'A test that reads what another left proves nothing alone, and finds nothing after a failure: that ends the worker.',
      instead: 'let each test make what it reads; what `setUp` returns reaches all of them.',
      bad: "let title = '';\ntest('a post is published', async ({ api, unique }) => {\n  title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
      good: "test('a post is published', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
    },
    {
      name: 'shared-collection', place: 'spec',
      why: 'The same, in a list that tests fill for each other.',
      instead: 'let each test make what it reads.',
      bad: "const titles: string[] = [];\ntest('a post is published', async ({ api, unique }) => {\n  const title = unique('title');\n  titles.push(title);\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
      good: "test('a post is published', async ({ api, unique }) => {\n  const titles = [unique('one'), unique('two')];\n  for (const title of titles) (await api.post('/posts', { json: { title } })).expectStatus(201);\n  const listed = (await api.get('/posts')).json<{ title: string }[]>().map(post => post.title);\n  expect(listed).toEqual(expect.arrayContaining(titles));\n});",
    },
  ],
  create: (report, source) => ({
    'Program:exit'() {
      for (const scope of source.scopeManager?.scopes ?? []) {
        if (scope.type === 'global' || isPerTest(scope.block, source)) continue;
        for (const variable of scope.variables) {
          const changed = changedInTest(variable, source);
          if (changed) report(changed, { name: variable.name });
        }
      }
    },
  }),
});

/** Whether a scope is made anew for each test. */
function isPerTest(block: Node, source: Source): boolean {
  return isOfTest(block, source) || [...above(block)].some(node => isOfTest(node, source));
}

function isOfTest(node: Node, source: Source): boolean {
  return isTestBody(node, source) || (isFunction(node) && node.parent?.type !== 'CallExpression') || hookAround(node, source) !== undefined;
}

function changedInTest({ references, defs }: Variable, source: Source): Node | undefined {
  if (defs[0]?.type !== 'Variable') return undefined;
  return references.find(reference => {
    const { identifier } = reference;
    const inside = [...above(identifier)].some(node => isTestBody(node, source) || (isFunction(node) && hookAround(node, source) !== undefined));
    return inside && (reference.isWrite() ? !reference.init : isChanged(identifier));
  })?.identifier;
}

function isChanged(name: Node): boolean {
  const member = name.parent;
  if (member?.type !== 'MemberExpression' || member.object !== name) return false;
  if (member.parent.type === 'AssignmentExpression') return member.parent.left === member;
  return member.parent.type === 'CallExpression' && member.parent.callee === member && member.property.type === 'Identifier' && changing.has(member.property.name);
}
