import type { TSESTree } from '@typescript-eslint/utils';
import { hasHook, type Witness, witnessAt } from '../hooks.ts';
import { eachCall, type Report, rule, type RuleInit } from '../pattern.ts';
import { fixturesOf } from '../tests.ts';
import { above, type Callback, isFunction, type Node, nodesIn, type Source } from '../tree.ts';

const onWitness = (look: (witness: Witness, report: Report, source: Source) => void): RuleInit['create'] => (report, source) => eachCall(call => {
  const witness = witnessAt(call, source);
  if (witness) look(witness, report, source);
});

const seed = "async seed({ api, unique }) {\n  const [id, text] = [unique('note'), unique('text')];\n  (await api.put(`/notes/${id}`, { json: { text } })).expectStatus(201);\n  return { id, text };\n},";
const read = "async read({ api }, id) {\n  const answer = await api.get(`/notes/${id}`);\n  if (answer.status === 404) return undefined;\n  return { id, text: answer.expectStatus(200).text() };\n},";
const wipe = 'async wipe({ api }, id) { (await api.delete(`/notes/${id}`)).expectStatus(204); },';
const good = [seed, read, wipe].join('\n');

export const witnessIsWhole = rule({
  name: 'witness-is-whole',
  message: 'A witness without `{{missing}}` proves nothing: what is seeded must be read by somebody else, and wiped as a user would.',
  patterns: [{
    name: 'seed-without-read', place: 'overlay',
    why: 'What is seeded and never read may be gone without anybody noticing.',
    instead: 'write all three: `seed`, `read`, `wipe`.',
    bad: [seed, wipe].join('\n'),
    good,
  }],
  create: onWitness((witness, report) => {
    const missing = (['seed', 'read', 'wipe'] as const).filter(name => !hasHook(witness, name));
    if (missing.length > 0) report(witness.node, { missing: missing.join('` and `') });
  }),
});

export const readAsksTheApp = rule({
  name: 'read-asks-the-app',
  message: '`read` never asks the app: what it returns is there after any loss. Request the record, and return what was answered.',
  patterns: [{
    name: 'read-that-asks-nobody', place: 'overlay',
    why: 'What `read` knows without the app is there after any loss.',
    instead: 'request the record, and return what was answered.',
    bad: [seed, "async read(_reader, id) { return { id, text: 'hello' }; },", wipe].join('\n'),
    good,
  }],
  create: onWitness(({ read: hook }, report, source) => {
    if (!hook) return;
    const asks = [...nodesIn(hook.body, source)].some(each => each.type === 'AwaitExpression' || (each.type === 'CallExpression' && isGivenReader(each, hook, source)));
    if (!asks) report(hook);
  }),
});

/** A call on a reader's client, app or login, or one that is handed them. */
function isGivenReader(call: Node, hook: Callback, source: Source): boolean {
  const [reader] = hook.params;
  const named = reader?.type === 'Identifier' ? [reader.name] : [...fixturesOf(hook)].filter(([, what]) => ['api', 'app', 'sso'].includes(what)).map(([name]) => name);
  return [...nodesIn(call, source)].some(each => each.type === 'Identifier' && named.includes(each.name));
}

export const seedIsUnique = rule({
  name: 'seed-is-unique',
  message: '`seed` makes the same record in every run: one left over, or one that every page shows, is taken for it. Put values of unique() into it.',
  patterns: [{
    name: 'constant-seed', place: 'overlay',
    why: 'A record that is the same in every run cannot be told from one that lay there before.',
    instead: 'put values of `unique()` into it.',
    bad: ["async seed({ api }) {\n  (await api.put('/notes/first', { json: { text: 'hello' } })).expectStatus(201);\n  return { id: 'first', text: 'hello' };\n},", read, wipe].join('\n'),
    good,
  }],
  create: onWitness(({ seed: hook }, report, source) => {
    const [author] = hook?.params ?? [];
    if (hook === undefined || author === undefined) return;
    const names = [...nodesIn(hook, source)].filter(each => each.type === 'Identifier').map(each => each.name);
    const handedOn = author.type === 'Identifier' && names.filter(name => name === author.name).length > 1;
    if (!names.includes('unique') && !handedOn) report(hook);
  }),
});

export const errorIsNoAbsence = rule({
  name: 'error-is-no-absence',
  message: '`read` takes an error for an absence: an app that is down would count as wiped. Return undefined for the app\'s own "not found" alone, and throw for the rest: answer.expectStatus(200).',
  patterns: [{
    name: 'error-as-absence', place: 'overlay',
    why: 'An app that is down, or refuses the reader, would count as wiped.',
    instead: 'return `undefined` for the app\'s own "not found" alone; let the rest throw.',
    bad: [seed, "async read({ api }, id) {\n  const answer = await api.get(`/notes/${id}`);\n  if (answer.status !== 200) return undefined;\n  return { id, text: answer.text() };\n},", wipe].join('\n'),
    good,
  }],
  create: onWitness(({ read: hook }, report, source) => {
    if (!hook) return;
    for (const node of nodesIn(hook.body, source)) {
      if (node.type === 'ReturnStatement' && returnsNothing(node) && isAfterError(node, source)) report(node);
    }
  }),
});

function returnsNothing({ argument }: TSESTree.ReturnStatement): boolean {
  return argument === null || (argument.type === 'Identifier' && argument.name === 'undefined');
}

/** Whether the way to a node is a catch, or a status that is compared by anything but equality. */
function isAfterError(node: Node, source: Source): boolean {
  for (const next of above(node)) {
    if (isFunction(next)) return false;
    if (next.type === 'CatchClause') return true;
    if (next.type === 'IfStatement') return [...nodesIn(next.test, source)].some(isAnyError);
  }
  return false;
}

function isAnyError(node: Node): boolean {
  if (node.type === 'UnaryExpression') return node.operator === '!' && isStatus(node.argument);
  return node.type === 'BinaryExpression' && ['!==', '!=', '>', '>='].includes(node.operator) && isStatus(node.left);
}

function isStatus(node: Node): boolean {
  const member = node.type === 'CallExpression' ? node.callee : node;
  return member.type === 'MemberExpression' && member.property.type === 'Identifier' && ['status', 'ok', 'statusCode'].includes(member.property.name);
}
