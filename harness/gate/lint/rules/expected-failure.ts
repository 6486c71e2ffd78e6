import { eachCall, rule } from '../pattern.ts';
import { bodyAround, infoOf, isTestObject } from '../tests.ts';
import { methodOf, type Node, receiverOf, type Source } from '../tree.ts';

export const noExpectedFailure = rule({
  name: 'no-expected-failure',
  message: 'A test that is expected to fail is green while the app is broken. Assert what the app does now, or declare in the recipe file what cannot work.',
  patterns: [{
    name: 'expected-failure', place: 'spec',
    why: 'A test that must fail is green as long as the app is broken.',
    instead: 'assert what the app does; what it cannot do is `[[declared]]` in the recipe file, where it caps the level.',
    bad: "test.fail('search finds a post', async ({ api, unique }) => {\n  const title = unique('title');\n  expect((await api.get(`/search?q=${title}`)).text()).toContain(title);\n});",
    good: "test('search finds a post', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get(`/search?q=${title}`)).text()).toContain(title);\n});",
  }],
  create: (report, source) => eachCall(call => {
    const object = receiverOf(call);
    if (methodOf(call) === 'fail' && object && (isTestObject(object, source) || isInfo(object, source))) report(call);
  }),
});

/** `info` of a test, or `test.info()`. */
function isInfo(node: Node, source: Source): boolean {
  if (node.type === 'CallExpression') return methodOf(node) === 'info';
  const body = bodyAround(node, source);
  return node.type === 'Identifier' && body !== undefined && infoOf(body) === node.name;
}
