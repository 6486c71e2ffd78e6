import { rule } from '../pattern.ts';
import { isCallback, methodOf, nodesIn, receiverOf, type Call, type Source, textOf } from '../tree.ts';

export const noSleep = rule({
  name: 'no-sleep',
  message: 'Waiting for time proves nothing and fails on a slow day. Wait for what is meant: assertConverges(…, { what, deadlineSeconds }), waitForHttp(…), or an assertion that polls the page.',
  patterns: [
    {
      name: 'bare-sleep', place: 'test',
      why: 'A pause is too long on a fast machine, too short on a slow one, and says nothing of what it waits for.',
      instead: 'wait for the event: `assertConverges(…, { what, deadlineSeconds })`.',
      bad: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait new Promise(resolve => setTimeout(resolve, 5_000));\nexpect((await api.get('/posts')).text()).toContain(title);",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nconst posts = await assertConverges(() => retryHttpGet(api, '/posts'), { what: 'the post is listed', deadlineSeconds: 20 });\nexpect(posts.text()).toContain(title);",
    },
    {
      name: 'imported-sleep', place: 'spec',
      why: 'The same pause, from `node:timers/promises`.',
      instead: 'wait for the event: `assertConverges(…, { what, deadlineSeconds })`.',
      bad: "import { setTimeout as delay } from 'node:timers/promises';\n\ntest('posts are listed', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  await delay(2_000);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
      good: "test('posts are listed', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  const posts = await assertConverges(() => retryHttpGet(api, '/posts'), { what: 'the post is listed', deadlineSeconds: 20 });\n  expect(posts.text()).toContain(title);\n});",
    },
    {
      name: 'sleep-in-container', place: 'test',
      why: 'The same pause, taken in the app\'s container.',
      instead: 'wait for what the app shows of its work.',
      bad: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait app.exec('app', ['sleep', '10']);\nexpect((await api.get('/posts')).text()).toContain(title);",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
    },
  ],
  create: (report, source) => ({
    NewExpression(node) {
      const [executor] = node.arguments;
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'Promise' || !isCallback(executor)) return;
      const [resolve] = executor.params;
      const name = resolve?.type === 'Identifier' ? resolve.name : undefined;
      if ([...nodesIn(executor.body, source)].some(each => each.type === 'CallExpression' && isTimer(each) && wakes(each, name, source))) report(node);
    },
    ImportDeclaration(node) {
      if (/^(node:)?timers\/promises$/.test(node.source.value)) report(node);
    },
    CallExpression(call) {
      if (methodOf(call) === 'exec' && runsSleep(call)) report(call);
      const receiver = receiverOf(call);
      if (receiver?.type === 'Identifier' && receiver.name === 'Atomics' && methodOf(call) === 'wait') report(call);
    },
  }),
});

function isTimer(call: Call): boolean {
  return call.callee.type === 'Identifier' ? call.callee.name === 'setTimeout' : methodOf(call) === 'setTimeout';
}

/** Whether the timer does nothing but go on; one that rejects is a deadline. */
function wakes(call: Call, resolve: string | undefined, source: Source): boolean {
  const [action] = call.arguments;
  return resolve !== undefined && action !== undefined && [...nodesIn(action, source)].some(each => each.type === 'Identifier' && each.name === resolve);
}

function runsSleep(call: Call): boolean {
  const argv = call.arguments[1];
  if (argv?.type !== 'ArrayExpression') return false;
  const words = argv.elements.map(each => each ? textOf(each) ?? '' : '');
  return words[0] === 'sleep' || words.some(word => /(^|[;&|]\s*)sleep\s+\d/.test(word));
}
