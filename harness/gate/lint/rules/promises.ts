import { expectationAt } from '../expectations.ts';
import { eachCall, rule } from '../pattern.ts';
import { bodyAround, fixturesOf } from '../tests.ts';
import { type Call, meaning, methodOf, type Node, rootOf, type Source, unwrap } from '../tree.ts';

const methods: Readonly<Record<string, ReadonlySet<string>>> = {
  api: new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'request', 'close']),
  app: new Set(['exec', 'writeFile', 'container', 'labels', 'services', 'engine']),
  sso: new Set(['login', 'passwordGrant', 'clientCredentials']),
};
const requests = new Set(['post', 'put', 'patch']);
const waits = new Set(['assertConverges', 'waitForHttp', 'retryHttpGet']);

/** Whether a call gives a promise: a method of a fixture, a request of any client, one of the harness's waits, or a chain behind one. */
function isPromise(node: Node, source: Source): node is Call {
  const bare = unwrap(node);
  if (bare.type !== 'CallExpression') return false;
  if (bare.callee.type === 'Identifier') return waits.has(bare.callee.name);
  const method = methodOf(bare) ?? '';
  if (['then', 'catch', 'finally'].includes(method)) return true;
  const root = rootOf(bare.callee);
  const body = bodyAround(bare, source);
  const fixture = root.type === 'Identifier' ? body ? fixturesOf(body).get(root.name) : root.name : undefined;
  return methods[fixture ?? '']?.has(method) ?? requests.has(method);
}

export const missingAwait = rule({
  name: 'missing-await',
  message: '`{{call}}` is not awaited: it may come after the assertion, and its failure after the test. Await it.',
  patterns: [{
    name: 'missing-await', place: 'test',
    why: 'What is not awaited may happen after the assertion, or never; its failure is nobody\'s.',
    instead: 'await it.',
    bad: "const title = unique('title');\napi.post('/posts', { json: { title } });\nexpect((await api.get('/posts')).text()).toContain(title);",
    good: "const title = unique('title');\nawait api.post('/posts', { json: { title } });\nexpect((await api.get('/posts')).text()).toContain(title);",
  }, {
    name: 'assertion-in-promise', place: 'test',
    why: 'Nobody waits for it: the test is over before the assertion.',
    instead: 'await the answer, then assert.',
    bad: "const title = unique('title');\nawait api.post('/posts', { json: { title } });\napi.get('/posts').then(posts => { expect(posts.text()).toContain(title); });",
    good: "const title = unique('title');\nawait api.post('/posts', { json: { title } });\nexpect((await api.get('/posts')).text()).toContain(title);",
  }],
  create: (report, source) => ({
    ExpressionStatement({ expression }) {
      const call = unwrap(expression.type === 'UnaryExpression' && expression.operator === 'void' ? expression.argument : expression);
      if (isPromise(call, source)) report(call, { call: source.getText(call.callee) });
    },
  }),
});

export const noPromiseAssertion = rule({
  name: 'no-promise-assertion',
  message: 'This asserts on a promise, which is there before any answer. Await what is received.',
  patterns: [{
    name: 'promise-assertion', place: 'test',
    why: 'A promise is defined, and is an object, before the app has answered.',
    instead: 'await what is received, or use `.resolves`.',
    bad: "const answer = api.get('/posts');\nexpect(answer).not.toEqual({});\nconst title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
  }],
  create: (report, source) => eachCall(call => {
    const expectation = expectationAt(call);
    if (expectation === undefined || expectation.modifiers.some(name => name === 'resolves' || name === 'rejects') || methodOf(call) === 'poll') return;
    if (isPromise(meaning(expectation.received, source), source)) report(expectation.received);
  }),
});
