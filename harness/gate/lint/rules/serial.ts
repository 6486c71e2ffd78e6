import { eachCall, rule } from '../pattern.ts';
import { methodOf, propertyName, propertyOf, receiverOf, textOf, unwrap } from '../tree.ts';

export const noSerialTests = rule({
  name: 'no-serial-tests',
  message: 'Tests that need an order hide what the later ones prove alone. Let each test make what it reads; the app is kept between them anyway.',
  patterns: [{
    name: 'serial-tests', place: 'spec',
    why: 'In an order of their own, the later tests prove nothing alone, and are not run at all after a failure.',
    instead: 'let each test make what it reads; files and tests of a recipe run one after the other anyway.',
    bad: "test.describe.configure({ mode: 'serial' });\ntest('a post is published', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
    good: "test('a post is published', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/posts')).text()).toContain(title);\n});",
  }],
  create: report => eachCall(call => {
    const method = methodOf(call);
    const receiver = receiverOf(call);
    if (method === 'serial' && receiver && propertyName(unwrap(receiver)) === 'describe') report(call.callee);
    if (method === 'configure' && textOf(propertyOf(call.arguments[0], 'mode')?.value) === 'serial') report(call);
  }),
});
