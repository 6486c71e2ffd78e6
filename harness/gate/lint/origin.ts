/**
 * Where a value comes from, as far as the source tells: a constant, something the test was given by the harness or its surroundings,
 * something it made itself, or the app. What cannot be
 * told (an import, a parameter, whatever is written twice or from another function) counts as the app's: no false alarm.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import { bodyAround, fixturesOf } from './tests.ts';
import { methodOf, type Call, type Identifier, isFunction, type Node, propertyName, receiverOf, type Source, unwrap, variableOf } from './tree.ts';

export type Origin = 'constant' | 'given' | 'own' | 'app';

const order: readonly Origin[] = ['constant', 'given', 'own', 'app'];

const pure = new Set(['String', 'Number', 'Boolean', 'BigInt', 'Symbol', 'parseInt', 'parseFloat', 'encodeURIComponent', 'decodeURIComponent', 'structuredClone']);
const makers = new Set(['unique', 'randomBytes', 'randomUUID', 'randomInt']);
const globals = new Set(['JSON', 'Math', 'Object', 'Array', 'Buffer', 'String', 'Number', 'Date', 'Promise', 'crypto']);
const classes = new Set(['Date', 'URL', 'URLSearchParams', 'Error', 'RegExp', 'Uint8Array']);
const impure = new Set(['now', 'random', 'randomUUID']);
const changing = new Set(['push', 'unshift', 'splice', 'set', 'add', 'append', 'fill', 'sort', 'delete']);
/** What the app has from the harness, and no app answers. */
const given = new Set(['url', 'domain', 'stack', 'hosts', 'zone', 'chain', 'instance', 'recipe']);

export function originOf(node: Node | null | undefined, source: Source, seen: ReadonlySet<Node> = new Set()): Origin {
  if (!node) return 'constant';
  const bare = unwrap(node);
  if (seen.has(bare)) return 'app';
  const deeper = new Set([...seen, bare]);
  const worst = (...parts: readonly (Node | null | undefined)[]) => leastOwn(parts.map(part => originOf(part, source, deeper)));
  switch (bare.type) {
    case 'Literal': return 'constant';
    case 'TemplateLiteral': return worst(...bare.expressions);
    case 'ArrayExpression': return worst(...bare.elements);
    case 'SpreadElement': case 'UnaryExpression': case 'AwaitExpression': return worst(bare.argument);
    case 'ObjectExpression': return worst(...bare.properties.flatMap<Node>(each => each.type === 'Property' ? [each.value, ...(each.computed ? [each.key] : [])] : [each]));
    case 'BinaryExpression': case 'LogicalExpression': return worst(bare.left, bare.right);
    case 'ConditionalExpression': return worst(bare.test, bare.consequent, bare.alternate);
    case 'Identifier': return ofName(bare, source, deeper);
    case 'MemberExpression': return ofMember(bare, source, worst);
    case 'CallExpression': return ofCall(bare, source, worst);
    case 'NewExpression': {
      if (bare.callee.type !== 'Identifier' || !classes.has(bare.callee.name)) return 'app';
      return bare.arguments.length === 0 ? 'own' : worst(...bare.arguments);
    }
    default: return 'app';
  }
}

type Worst = (...parts: readonly (Node | null | undefined)[]) => Origin;

function leastOwn(origins: readonly Origin[]): Origin {
  return order.findLast(origin => origins.includes(origin)) ?? 'constant';
}

function ofName(name: Identifier, source: Source, seen: ReadonlySet<Node>): Origin {
  if (['undefined', 'NaN', 'Infinity'].includes(name.name)) return 'constant';
  const variable = variableOf(name, source);
  const [definition] = variable?.defs ?? [];
  if (variable === undefined || definition?.type !== 'Variable') return 'app';
  const writes = variable.references.filter(reference => reference.isWrite());
  const [write] = writes;
  if (writes.length !== 1 || !write?.writeExpr || write.from.variableScope !== variable.scope.variableScope) return 'app';
  return variable.references.some(({ identifier }) => isChanged(identifier)) ? 'app' : originOf(write.writeExpr, source, seen);
}

/** `seen.push(…)`, `seen.last = …`: what such a thing holds later, its declaration does not say. */
function isChanged(name: Node): boolean {
  const { parent } = name;
  if (parent?.type !== 'MemberExpression' || parent.object !== name) return false;
  if (parent.parent.type === 'AssignmentExpression') return parent.parent.left === parent;
  return parent.parent.type === 'CallExpression' && parent.parent.callee === parent && changing.has(propertyName(parent) ?? '');
}

function ofMember(node: TSESTree.MemberExpression, source: Source, worst: Worst): Origin {
  const object = unwrap(node.object);
  if (object.type === 'Identifier') {
    if (object.name === 'process' && variableOf(object, source)?.defs.length !== 1) return 'given';
    const body = bodyAround(node, source);
    if (body !== undefined && fixturesOf(body).get(object.name) === 'app' && given.has(propertyName(node) ?? '')) return 'given';
  }
  return worst(object, node.computed ? node.property : undefined);
}

function ofCall(call: Call, source: Source, worst: Worst): Origin {
  if (call.arguments.some(argument => isFunction(argument))) return 'app';
  const callee = unwrap(call.callee);
  if (callee.type === 'Identifier') {
    if (makers.has(callee.name)) return 'own';
    return pure.has(callee.name) ? worst(...call.arguments) : 'app';
  }
  const receiver = receiverOf(call);
  if (receiver === undefined) return 'app';
  if (receiver.type === 'Identifier' && globals.has(receiver.name) && !isDeclared(receiver, source)) {
    return impure.has(methodOf(call) ?? '') ? 'own' : worst(...call.arguments);
  }
  return worst(receiver, ...call.arguments);
}

function isDeclared(name: Identifier, source: Source): boolean {
  return (variableOf(name, source)?.defs.length ?? 0) > 0;
}
