import { eachCall, rule } from '../pattern.ts';
import { fixturesOf, testAt } from '../tests.ts';
import { type Call, type Callback, methodOf, type Node, nodesIn, rootOf, type Source } from '../tree.ts';
import { weightsOf } from '../weigh.ts';

const writing = new Set(['post', 'put', 'patch']);
const reading = new Set(['get', 'head', 'request', 'delete', 'exec']);

export const noWriteWithoutRead = rule({
  name: 'no-write-without-read',
  message: 'This test writes and never reads: an app that echoes what it is sent and keeps nothing passes. Read it back with a request of its own, as somebody else.',
  patterns: [{
    name: 'write-without-read', place: 'test',
    why: 'An app that echoes what it is sent and keeps nothing passes.',
    instead: 'read it back with a request of its own, as somebody else would.',
    bad: "const title = unique('title');\nconst answer = await api.post('/posts', { json: { title } });\nexpect(answer.json()).toMatchObject({ title });",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).json()).toContainEqual(expect.objectContaining({ title }));",
  }],
  create: (report, source) => eachCall(call => {
    const test = testAt(call, source);
    // What asserts less is told by the rules for that.
    if (test === undefined || !weightsOf(test, source).has('state')) return;
    const calls = [...nodesIn(test.body.body, source)].filter(each => each.type === 'CallExpression');
    const writes = calls.filter(each => writing.has(methodOf(each) ?? '') && isOfApi(each, test.body));
    // An interface may be asked by POST too, a search say: only the first of them cannot be a question about what was written.
    const asked = writes.slice(1).some(each => methodOf(each) === 'post');
    const last = writes.at(-1);
    if (last && !asked && !calls.some(each => mayRead(each, test.body, source))) report(last);
  }),
});

function isOfApi(call: Call, body: Callback): boolean {
  const root = rootOf(call.callee);
  return root.type === 'Identifier' && fixturesOf(body).get(root.name) === 'api';
}

/** A request that reads, anything that a page does, or a function of the overlay's own that is given a client or a page. */
function mayRead(call: Call, body: Callback, source: Source): boolean {
  const root = rootOf(call.callee);
  const fixture = root.type === 'Identifier' ? fixturesOf(body).get(root.name) : undefined;
  if (reading.has(methodOf(call) ?? '') || (fixture !== undefined && !['api', 'app', 'unique'].includes(fixture))) return true;
  const own = call.callee.type === 'Identifier' && !['expect', 'unique', 'String', 'Number'].includes(call.callee.name);
  return own && call.arguments.some(argument => [...nodesIn(argument, source)].some(each => isFixture(each, body)));
}

function isFixture(node: Node, body: Callback): boolean {
  return node.type === 'Identifier' && ['api', 'net', 'page', 'app', 'sso', 'request', 'context'].includes(fixturesOf(body).get(node.name) ?? '');
}
