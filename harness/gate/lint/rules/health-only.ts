import { eachCall, rule } from '../pattern.ts';
import { expectationsIn } from '../expectations.ts';
import { fixturesOf, type Test, testAt } from '../tests.ts';
import { type Call, methodOf, nodesIn, receiverOf, type Source, textOf } from '../tree.ts';

const health = /^\/?((api|v\d+|\.well-known|-|actuator|monitoring|admin)\/)*(health(z|check|-check)?|ping|ready(z)?|live(z|ness)?|status|heartbeat|version|up|alive|readiness)?\/?(\.json|\.php)?$/i;

export const noHealthOnlyTest = rule({
  name: 'no-health-only-test',
  message: 'This test asks for the app\'s health and nothing else; the generic install spec does that for every recipe. Test what the app is for.',
  patterns: [{
    name: 'health-only', place: 'test',
    why: 'That the app is up is tested for every recipe by `generic/1-install.spec.ts`.',
    instead: 'test what the app is for: make something through it and read that back.',
    bad: "const answer = await api.get('/api/health');\nexpect(answer.json()).toMatchObject({ status: 'ok' });",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
  }],
  create: (report, source) => eachCall(call => {
    const test = testAt(call, source);
    if (test && isHealthOnly(test, source)) report(call.callee);
  }),
});

/** Whether all that a test does is to read addresses of health over `api`. */
export function isHealthOnly({ body }: Test, source: Source): boolean {
  const fixtures = fixturesOf(body);
  const uses = new Set([...nodesIn(body.body, source)].flatMap(each => each.type === 'Identifier' ? fixtures.get(each.name) ?? [] : []));
  if (![...uses].every(name => name === 'api' || name === 'app') || expectationsIn(body.body, source).length === 0) return false;
  const requests = [...nodesIn(body.body, source)].filter((each): each is Call => {
    const receiver = each.type === 'CallExpression' ? receiverOf(each) : undefined;
    return receiver?.type === 'Identifier' && fixtures.has(receiver.name);
  });
  return requests.length > 0 && requests.every(each => methodOf(each) === 'get' && health.test(textOf(each.arguments[0]) ?? 'unknown'));
}
