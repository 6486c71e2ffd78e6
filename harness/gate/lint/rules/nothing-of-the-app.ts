import { expectationAt } from '../expectations.ts';
import { originOf, type Origin } from '../origin.ts';
import { eachCall, rule, type RuleInit } from '../pattern.ts';
import { nodesIn, type Node, type Source } from '../tree.ts';
import { ofTheApp } from '../weigh.ts';

/** Where the app is on neither side. */
const receives = (...origins: readonly Origin[]): RuleInit['create'] => (report, source) => eachCall(call => {
  const expectation = expectationAt(call);
  if (expectation === undefined || ofTheApp(expectation, source) !== undefined) return;
  if (origins.includes(originOf(expectation.received, source))) report(expectation.received, { shown: shown(expectation.received, source) });
});

function shown(node: Node, source: Source): string {
  return source.getText(node).replace(/\s+/g, ' ').slice(0, 40);
}

export const noConstantAssertion = rule({
  name: 'no-constant-assertion',
  message: '`{{shown}}` is a constant: this holds whatever the app does. Assert on what the app answered or shows.',
  patterns: [
    {
      name: 'placeholder-assertion', place: 'test',
      why: 'It holds whatever the app does.',
      instead: 'assert on what the app answered or shows.',
      bad: 'await api.get(\'/posts\');\nexpect(true).toBe(true);',
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
    },
    {
      name: 'constant-assertion', place: 'test',
      why: 'A constant behind a name, or computed from constants, is a constant still.',
      instead: 'assert on what the app answered or shows.',
      bad: "const plan = { name: 'free', seats: 3 };\nawait api.post('/plans', { json: plan });\nexpect(plan.seats).toBe(3);",
      good: "const plan = { name: unique('plan'), seats: 3 };\n(await api.post('/plans', { json: plan })).expectStatus(201);\nexpect((await api.get(`/plans/${plan.name}`)).json()).toMatchObject(plan);",
    },
  ],
  create: receives('constant'),
});

export const noOwnValueAssertion = rule({
  name: 'no-own-value-assertion',
  message: '`{{shown}}` was made by the test (or by the harness), not by the app. Read it back from the app, and assert on what was read.',
  patterns: [
    {
      name: 'own-value-assertion', place: 'test',
      why: 'What the test itself wrote into a variable is there whether or not the app kept it.',
      instead: 'read it back as somebody else would, and compare that.',
      bad: "const title = unique('title');\nawait api.post('/posts', { json: { title } });\nexpect(title).toContain('title-');",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
    },
    {
      name: 'harness-value-assertion', place: 'test',
      why: 'The app\'s address was given to it: the harness knows it before there is an app.',
      instead: 'ask the app at that address.',
      bad: "await page.goto(app.url);\nexpect(app.url).toMatch(/^https:/);",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto(`${app.url}/posts`);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
    },
  ],
  create: receives('given', 'own'),
});

const equalities = new Set(['toBe', 'toEqual', 'toStrictEqual', 'toMatchObject', 'toContain', 'toMatch', 'toHaveText', 'toHaveValue']);

export const noSelfComparison = rule({
  name: 'no-self-comparison',
  message: 'Both sides are the same: this holds whatever the app answered. Compare it with what was sent before.',
  patterns: [{
    name: 'self-comparison', place: 'test',
    why: 'Both sides are one value, which equals itself whatever the app answered.',
    instead: 'compare with what was sent before, or with a second read by somebody else.',
    bad: "const answer = await api.get('/posts');\nexpect(answer.text()).toBe(answer.text());",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
  }],
  create: (report, source) => eachCall(call => {
    const expectation = expectationAt(call);
    if (expectation === undefined || !equalities.has(expectation.matcher) || originOf(expectation.received, source) !== 'app') return;
    const { received, expected: [expected] } = expectation;
    if (expected && source.getText(expected) === source.getText(received) && !asks(received, source)) report(expected);
  }),
});

/** Two requests that read alike are two answers. */
function asks(node: Node, source: Source): boolean {
  return [...nodesIn(node, source)].some(each => each.type === 'AwaitExpression');
}
