import { rule } from '../pattern.ts';
import { bodyAround, infoOf, isTestObject } from '../tests.ts';
import { type Call, keyOf, methodOf, type Node, propertyName, receiverOf, type Source, unwrap } from '../tree.ts';

/** The client's own time-out, the longest of all that a test has without asking. */
const longest = 30_000;

/** Matchers whose argument is what is expected. */
const compared = /^(to(Match|Contain|Strict)?(Object|Equal)|objectContaining)/;

export const noRaisedTimeout = rule({
  name: 'no-raised-timeout',
  message: 'A raised time-out hides what it waits for. Say it: assertConverges(…, { what, deadlineSeconds }) or waitForHttp(…), whose deadline is told when it passes.',
  patterns: [
    {
      name: 'raised-test-timeout', place: 'test',
      why: 'A test with more time than the rest waits for something that it does not name.',
      instead: 'name it: `assertConverges(…, { what, deadlineSeconds })`; deployments do not count against a test.',
      bad: "test.setTimeout(600_000);\nconst title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nconst posts = await assertConverges(() => retryHttpGet(api, '/posts'), { what: 'the post is listed', deadlineSeconds: 20 });\nexpect(posts.text()).toContain(title);",
    },
    {
      name: 'raised-wait', place: 'test',
      why: 'One request or action that may take minutes hides an app that hangs.',
      instead: 'leave the time-out alone; where the app works behind the scenes, wait for its result by name.',
      bad: "const name = unique('export');\n(await api.post('/exports', { json: { name }, timeout: 300_000 })).expectStatus(201);\nexpect((await api.get('/exports')).text()).toContain(name);",
      good: "const name = unique('export');\n(await api.post('/exports', { json: { name } })).expectStatus(202);\nconst done = await assertConverges(() => retryHttpGet(api, `/exports/${name}`), { what: 'the export is ready', deadlineSeconds: 60 });\nexpect(done.text()).toContain(name);",
    },
  ],
  create: (report, source) => ({
    CallExpression(call) {
      if (['setTimeout', 'slow'].includes(methodOf(call) ?? '') && isTestOrInfo(call, source)) report(call);
    },
    Property(node) {
      if (keyOf(node) !== 'timeout' || node.value.type !== 'Literal' || typeof node.value.value !== 'number') return;
      const call = node.parent.parent;
      // Among the options of a call; deeper down it is data of the app's.
      if (call?.type !== 'CallExpression' || compared.test(methodOf(call) ?? '')) return;
      if (isSetting(call) || node.value.value === 0 || node.value.value > longest) report(node);
    },
  }),
});

/** `test.describe.configure`, `expect.configure`, `test.use`: for many tests at once. */
function isSetting(call: Call): boolean {
  const receiver = receiverOf(call);
  if (receiver === undefined) return false;
  return methodOf(call) === 'configure' ? propertyName(unwrap(receiver)) === 'describe' || (receiver.type === 'Identifier' && receiver.name === 'expect') : methodOf(call) === 'use';
}

function isTestOrInfo(call: Call, source: Source): boolean {
  const receiver: Node | undefined = receiverOf(call);
  if (receiver === undefined) return false;
  if (receiver.type === 'CallExpression') return methodOf(receiver) === 'info';
  const body = bodyAround(call, source);
  if (receiver.type === 'Identifier' && body !== undefined && infoOf(body) === receiver.name) return true;
  return methodOf(call) === 'setTimeout' && isTestObject(receiver, source);
}
