import { eachCall, rule } from '../pattern.ts';
import { isCallback, methodOf, nodesIn, receiverOf, type Node, type Source } from '../tree.ts';
import type { TSESTree } from '@typescript-eslint/utils';

export const noSwallowedError = rule({
  name: 'no-swallowed-error',
  message: 'An error ends here and nobody learns of it. Let it throw; where it is what is expected, keep it and assert on it: `.catch((error: unknown) => error)`, or `rejects.toMatchObject`.',
  patterns: [
    {
      name: 'swallowed-error', place: 'test',
      why: 'What failed is forgotten, and the test goes on as if it had not.',
      instead: 'let it throw; an error that is expected is kept and asserted on.',
      bad: "const title = unique('title');\ntry {\n  await api.post('/posts', { json: { title } });\n} catch {\n  // it may be there already\n}\nexpect((await api.get('/posts')).text()).toContain(title);",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
    },
    {
      name: 'swallowed-rejection', place: 'test',
      why: 'The same, at the end of a promise.',
      instead: 'await it; `.catch((error: unknown) => error)` keeps an error that is then asserted on.',
      bad: "const title = unique('title');\nawait api.post('/posts', { json: { title } }).catch(() => undefined);\nexpect((await api.get('/posts')).text()).toContain(title);",
      good: "const refused = await sso.login(page, { ...sso.user, password: 'wrong' }).catch((error: unknown) => error);\nexpect(refused).toBeInstanceOf(LoginRefusedError);",
    },
    {
      name: 'settled-not-checked', place: 'test',
      why: '`Promise.allSettled` never fails: each failure in it is one more entry of a list.',
      instead: 'use `Promise.all`, which fails with the first of them.',
      bad: "const [one, two] = [unique('one'), unique('two')];\nawait Promise.allSettled([one, two].map(title => api.post('/posts', { json: { title } })));\nexpect((await api.get('/posts')).text()).toContain(one);",
      good: "const [one, two] = [unique('one'), unique('two')];\nawait Promise.all([one, two].map(title => api.post('/posts', { json: { title } })));\nexpect((await api.get('/posts')).text()).toContain(two);",
    },
  ],
  create: (report, source) => ({
    CatchClause(node) {
      if (!usesError(node, source) && !throws(node.body, source)) report(node);
    },
    ...eachCall(call => {
      const method = methodOf(call);
      const handler = call.arguments[method === 'then' ? 1 : 0];
      if ((method === 'catch' || method === 'then') && isCallback(handler) && handler.params.length === 0 && !throws(handler.body, source)) report(handler);
      const receiver = receiverOf(call);
      if (method === 'allSettled' && receiver?.type === 'Identifier' && receiver.name === 'Promise') report(call);
    }),
  }),
});

function usesError({ param, body }: TSESTree.CatchClause, source: Source): boolean {
  if (param?.type !== 'Identifier') return param !== null;
  return [...nodesIn(body, source)].some(each => each.type === 'Identifier' && each.name === param.name && !isLogged(each));
}

/** To write it to the terminal is to forget it. */
function isLogged(node: Node): boolean {
  const { parent } = node;
  if (parent?.type !== 'CallExpression' || parent.callee === node) return false;
  const receiver = receiverOf(parent);
  return receiver?.type === 'Identifier' && receiver.name === 'console';
}

function throws(body: Node, source: Source): boolean {
  return [...nodesIn(body, source)].some(each => each.type === 'ThrowStatement');
}
