import { expectationAt } from '../expectations.ts';
import { originOf } from '../origin.ts';
import { eachCall, rule } from '../pattern.ts';
import { bodyAround } from '../tests.ts';
import { type Call, meaning, methodOf, type Node, nodesIn, type Source } from '../tree.ts';

const asking = new Set(['includes', 'some', 'every', 'startsWith', 'endsWith', 'equals', 'has', 'test', 'isDeepStrictEqual']);
const comparing = new Set(['===', '!==', '==', '!=', '<', '<=', '>', '>=', 'in', 'instanceof']);
const truths = new Set(['toBe', 'toEqual', 'toStrictEqual', 'toBeTruthy', 'toBeFalsy']);

const good = "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);";

export const noTruthValue = rule({
  name: 'no-truth-value',
  message: 'Of this a run sees `true`, and no value of the app\'s: it is no evidence, and a failure does not say what was there. Compare the value itself: toContain, toEqual, toContainEqual, toBeGreaterThan.',
  patterns: [{
    name: 'truth-value', place: 'test',
    why: 'A run sees `true`, and nothing of what the app answered; a failure says `false`.',
    instead: 'compare the value itself: `toContain`, `toEqual`, `toContainEqual`.',
    bad: good.replace("expect((await api.get('/posts')).text()).toContain(title);", "expect((await api.get('/posts')).text().includes(title)).toBe(true);"),
    good,
  }],
  create: (report, source) => eachCall(call => {
    const expectation = expectationAt(call);
    if (expectation === undefined || !truths.has(expectation.matcher) || originOf(expectation.received, source) !== 'app') return;
    const [expected] = expectation.expected;
    if (expected !== undefined && !(expected.type === 'Literal' && typeof expected.value === 'boolean')) return;
    const received = meaning(expectation.received, source);
    if (isTruth(received)) report(expectation.received);
  }),
});

function isTruth(node: Node): boolean {
  if (node.type === 'UnaryExpression') return node.operator === '!';
  return node.type === 'BinaryExpression' ? comparing.has(node.operator) : node.type === 'CallExpression' && asking.has(methodOf(node) ?? '');
}

const typing = new Set(['fill', 'pressSequentially', 'type', 'selectOption']);
/** What may have sent it to the app, or asked for the page again. */
const sending = new Set(['goto', 'reload', 'goBack', 'click', 'dblclick', 'tap', 'press', 'check', 'uncheck', 'setChecked', 'dispatchEvent', 'waitForURL', 'waitForResponse', 'login']);

export const noInputEcho = rule({
  name: 'no-input-echo',
  message: 'The field shows what was just typed into it, whether or not the app has kept it. Save it, load the page again (page.goto), then look.',
  patterns: [{
    name: 'input-echo', place: 'test',
    why: 'A field shows what was just typed into it, whether or not the app has kept it.',
    instead: 'save it, load the page again, then look.',
    bad: "const title = unique('title');\nawait page.goto(`${app.url}/posts/new`);\nawait page.getByLabel('Title').fill(title);\nawait expect(page.getByLabel('Title')).toHaveValue(title);",
    good: "const title = unique('title');\nawait page.goto(`${app.url}/posts/new`);\nawait page.getByLabel('Title').fill(title);\nawait page.getByRole('button', { name: 'Save' }).click();\nawait page.goto(`${app.url}/posts/last`);\nawait expect(page.getByLabel('Title')).toHaveValue(title);",
  }],
  create: (report, source) => eachCall(call => {
    const expectation = expectationAt(call);
    const body = bodyAround(call, source);
    const [expected] = expectation?.expected ?? [];
    if (expectation?.matcher !== 'toHaveValue' || expectation.modifiers.includes('not') || body === undefined || expected === undefined) return;
    const before = [...nodesIn(body.body, source)].filter((each): each is Call => each.type === 'CallExpression' && each.range[1] <= call.range[0]);
    const last = before.sort((one, other) => one.range[1] - other.range[1]).findLast(each => isOf(each, typing) || isOf(each, sending));
    if (last && isOf(last, typing) && last.arguments[0] && sameText(last.arguments[0], expected, source)) report(call);
  }),
});

function isOf(call: Call, methods: ReadonlySet<string>): boolean {
  return methods.has(methodOf(call) ?? '');
}

function sameText(one: Node, other: Node, source: Source): boolean {
  return source.getText(one) === source.getText(other);
}
