import { expectationAt } from '../expectations.ts';
import { eachCall, rule } from '../pattern.ts';
import { methodOf, type Node, receiverOf, textOf, unwrap, propertyName } from '../tree.ts';

export const noMatchAnything = rule({
  name: 'no-match-anything',
  message: 'This matches whatever is there. Say which value it must be; one made with unique() can be told from all others.',
  patterns: [
    {
      name: 'match-anything', place: 'test',
      why: 'A pattern that every text matches asserts nothing.',
      instead: 'expect the value itself.',
      bad: "const title = unique('title');\nawait api.post('/posts', { json: { title } });\nexpect((await api.get(`/posts/${title}`)).text()).toMatch(/.*/);",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
    },
    {
      name: 'any-length', place: 'test',
      why: 'No list is shorter than empty.',
      instead: 'say what must be in the list.',
      bad: "const title = unique('title');\nawait api.post('/posts', { json: { title } });\nconst posts = (await api.get('/posts')).json<{ title: string }[]>();\nexpect(posts.length).toBeGreaterThanOrEqual(0);\nexpect(posts[0]).toMatchObject({ title });",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).json()).toContainEqual(expect.objectContaining({ title }));",
    },
  ],
  create: report => eachCall(call => {
    const expectation = expectationAt(call);
    if (expectation === undefined || expectation.modifiers.includes('not')) return;
    const { received, matcher, expected: [expected] } = expectation;
    if (expected === undefined) return;
    const length = ['length', 'size'].includes(propertyName(unwrap(received)) ?? '');
    const all = matchesAll(expected) || (matcher === 'toContain' && textOf(expected) === '') || (length && isBelowOne(matcher, expected));
    if (all) report(expected);
  }),
});

function matchesAll(node: Node): boolean {
  if (node.type === 'Literal' && 'regex' in node) return /^\^?(\.\*?|\.\+|\[\\s\\S\]\*?|\\S\*?|\(\?:\)|)\$?$/.test(node.regex.pattern);
  if (node.type !== 'CallExpression') return false;
  const receiver = receiverOf(node);
  return receiver?.type === 'Identifier' && receiver.name === 'expect' && methodOf(node) === 'anything';
}

function isBelowOne(matcher: string, expected: Node): boolean {
  if (matcher === 'toBeGreaterThanOrEqual') return expected.type === 'Literal' && expected.value === 0;
  return matcher === 'toBeGreaterThan' && expected.type === 'UnaryExpression' && expected.operator === '-';
}
