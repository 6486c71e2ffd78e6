import { eachCall, rule } from '../pattern.ts';
import { fixturesOf, testAt } from '../tests.ts';
import { methodOf, receiverOf, rootOf } from '../tree.ts';

export const noDeployFromTest = rule({
  name: 'no-deploy-from-test',
  message: 'Deploying, restoring and removing belong to the generic specs, which own the app of a run. Ask for `app`, which is deployed where it is not.',
  patterns: [{
    name: 'deploy-from-test', place: 'spec',
    why: 'A test that deploys or removes takes the app away from those after it, and tests its own deployment.',
    instead: 'ask for `app`; the generic specs install, upgrade, restore and remove it.',
    bad: "test('it starts again', async ({ api, lifecycle, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  await lifecycle.loseVolumes(await lifecycle.headWithBackups());\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
    good: "test('posts are listed', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
  }],
  create: (report, source) => eachCall(call => {
    const test = testAt(call, source);
    const lifecycle = test && [...fixturesOf(test.body).values()].includes('lifecycle');
    if (lifecycle && test.body.params[0]) report(test.body.params[0]);
    const receiver = receiverOf(call);
    if (methodOf(call) === 'engine' && receiver?.type === 'Identifier' && receiver.name === 'app') report(call);
    const root = rootOf(call.callee);
    if (root.type === 'Identifier' && root.name === 'abra') report(call);
  }),
});

const programs = /^(node:)?child_process$|^(execa|zx|shelljs|dockerode|node-pty|cross-spawn)$/;

export const noChildProcess = rule({
  name: 'no-child-process',
  message: 'A program started by a test runs on this machine, unmasked, and outlives the test. Ask the app through `api` or `page`; in its container, app.exec().',
  patterns: [
    {
      name: 'exec-sync', place: 'spec',
      why: '`execSync` blocks the worker, so that neither time-out nor Ctrl-C reaches it.',
      instead: 'ask the app through `api` or `page`; in its container, `app.exec()`.',
      bad: "import { execSync } from 'node:child_process';\n\ntest('posts are listed', async ({ api, app, unique }) => {\n  const title = unique('title');\n  execSync(`curl -d title=${title} ${app.url}/posts`);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
      good: "test('posts are listed', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { form: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
    },
    {
      name: 'program-from-test', place: 'spec',
      why: 'What a program such as docker or abra is told to do, the run does not know of, and cannot undo.',
      instead: 'leave deployments to the generic specs.',
      bad: "import { execa } from 'execa';\n\ntest('it starts again', async ({ api, app, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { form: { title } })).expectStatus(201);\n  await execa('abra', ['app', 'restart', app.domain]);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
      good: "test('posts are listed', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { form: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
    },
  ],
  create: report => ({
    ImportDeclaration(node) {
      if (programs.test(node.source.value) && node.importKind !== 'type') report(node);
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal' && programs.test(String(node.source.value))) report(node);
    },
  }),
});
