import { expectationsIn, type Expectation } from '../expectations.ts';
import { originOf } from '../origin.ts';
import { eachCall, rule, type RuleInit } from '../pattern.ts';
import { testAt } from '../tests.ts';
import { above, isFunction, meaning, methodOf, type Node, receiverOf, type Source } from '../tree.ts';

const each = new Set(['forEach', 'map', 'flatMap', 'filter', 'every', 'some', 'reduce']);

type Place = 'loop' | 'callback' | 'straight';

const allIn = (place: Place): RuleInit['create'] => (report, source) => eachCall(call => {
  const test = testAt(call, source);
  const expectations = test ? expectationsIn(test.body.body, source) : [];
  if (test === undefined || expectations.length === 0) return;
  const places = new Set(expectations.map(found => placeOf(found, test.body, source)));
  if (!places.has('straight') && places.has(place)) report(call.callee);
});

/** What stands between an assertion and the body of its test. */
function placeOf(found: Expectation, body: Node, source: Source): Place {
  for (const node of above(found.call)) {
    if (node === body) return 'straight';
    if (node.type === 'ForOfStatement' && mayBeEmpty(node.right, source)) return 'loop';
    const call = isFunction(node) ? node.parent : undefined;
    if (call?.type !== 'CallExpression') continue;
    const method = methodOf(call) ?? '';
    const receiver = receiverOf(call);
    if (each.has(method) && receiver) {
      if (mayBeEmpty(receiver, source)) return 'loop';
    } else if (['on', 'once', 'addListener'].includes(method)) {
      return 'callback';
    }
  }
  return 'straight';
}

function mayBeEmpty(list: Node, source: Source): boolean {
  const meant = meaning(list, source);
  if (meant.type === 'ArrayExpression' && meant.elements.some(each => each !== null && each.type !== 'SpreadElement')) return false;
  return originOf(list, source) === 'app';
}

export const noLoopOnlyAssertions = rule({
  name: 'no-loop-only-assertions',
  message: 'All assertions stand in a loop over what the app answered: an empty list asserts nothing. Assert first what must be in the list.',
  patterns: [{
    name: 'loop-only-assertions', place: 'test',
    why: 'Where the app answers with an empty list, nothing is asserted.',
    instead: 'assert first what must be in the list.',
    bad: "const title = unique('title');\nawait api.post('/posts', { json: { title } });\nfor (const post of (await api.get('/posts')).json<{ title: string }[]>()) expect(post.title).toBe(title);",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nconst posts = (await api.get('/posts')).json<{ title: string }[]>();\nexpect(posts.map(post => post.title)).toContain(title);",
  }],
  create: allIn('loop'),
});

export const noListenerOnlyAssertions = rule({
  name: 'no-listener-only-assertions',
  message: 'All assertions stand in a listener, which may never be called, and whose error may come after the test. Wait for the event, then assert.',
  patterns: [{
    name: 'listener-only-assertions', place: 'test',
    why: 'A listener that is never called asserts nothing.',
    instead: 'wait for the event (`page.waitForResponse`), then assert on what it brought.',
    bad: "page.on('response', answer => { expect(answer.url()).toContain('/posts'); });\nawait page.goto(app.url);",
    good: "const title = unique('title');\nawait page.goto(`${app.url}/posts/new`);\nawait page.getByLabel('Title').fill(title);\nconst answered = page.waitForResponse('**/posts');\nawait page.getByRole('button', { name: 'Publish' }).click();\nexpect(await (await answered).json()).toMatchObject({ title });",
  }],
  create: allIn('callback'),
});
