import { originOf } from '../origin.ts';
import { eachCall, rule } from '../pattern.ts';
import { testAt } from '../tests.ts';
import { above, meaning, type Node, nodesIn, type Source } from '../tree.ts';

const branches = new Set(['IfStatement', 'ConditionalExpression', 'LogicalExpression', 'SwitchCase', 'TryStatement']);

export const noConditionalTest = rule({
  name: 'no-conditional-test',
  message: 'Whether this test exists depends on where it runs; where it does not, nobody learns of it. Register it always; what a recipe cannot do is [[declared]] in its file.',
  patterns: [{
    name: 'conditional-test', place: 'spec',
    why: 'A test that is registered only sometimes is missing without a word.',
    instead: 'register it always; what the recipe cannot do is `[[declared]]` in its file, where it is shown.',
    bad: "if (process.env['WITH_MAIL']) {\n  test('a reader is told by mail', async ({ api, unique }) => {\n    const title = unique('title');\n    (await api.post('/posts', { json: { title } })).expectStatus(201);\n    expect((await api.get('/outbox')).text()).toContain(title);\n  });\n}",
    good: "test('a reader is told by mail', async ({ api, unique }) => {\n  const title = unique('title');\n  (await api.post('/posts', { json: { title } })).expectStatus(201);\n  expect((await api.get('/outbox')).text()).toContain(title);\n});",
  }],
  create: (report, source) => eachCall(call => {
    if (testAt(call, source) === undefined) return;
    const around = [...above(call)];
    const conditional = around.some(node => branches.has(node.type) || ((node.type === 'ForOfStatement' || node.type === 'ForInStatement') && dependsOnSurroundings(node.right, source)));
    if (conditional) report(call.callee);
  }),
});

/** What the environment says, or what was asked for while the file is read; a list from elsewhere in the overlay is fixed. */
function dependsOnSurroundings(list: Node, source: Source): boolean {
  return ['given', 'own'].includes(originOf(list, source)) || [...nodesIn(meaning(list, source), source)].some(node => node.type === 'AwaitExpression');
}
