/** `expect(received).not.toBe(expected)`, taken apart. */
import { awaited, isCallback, methodOf, nodesIn, propertyName, type Call, type Node, type Source, unwrap } from './tree.ts';

export interface Expectation {
  /** `expect(…)` itself. */
  readonly call: Call;
  readonly received: Node;
  readonly modifiers: readonly string[];
  readonly matcher: string;
  readonly expected: readonly Node[];
}

export function expectationAt(call: Call): Expectation | undefined {
  const callee = unwrap(call.callee);
  const how = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'expect' ? propertyName(callee) : undefined;
  if (!(callee.type === 'Identifier' && callee.name === 'expect') && how !== 'soft' && how !== 'poll') return undefined;
  const [given] = call.arguments;
  const received = how === 'poll' && isCallback(given) && given.body.type !== 'BlockStatement' ? awaited(given.body) : given;
  if (received === undefined) return undefined;
  const modifiers: string[] = [];
  for (let node: Node = call; node.parent?.type === 'MemberExpression' && node.parent.object === node; node = node.parent) {
    const name = propertyName(node.parent) ?? '';
    const after: Node | undefined = node.parent.parent;
    if (after?.type === 'CallExpression' && after.callee === node.parent) return { call, received: unwrap(received), modifiers, matcher: name, expected: after.arguments };
    modifiers.push(name);
  }
  return undefined;
}

export function expectationsIn(node: Node, source: Source): Expectation[] {
  return [...nodesIn(node, source)].flatMap(each => each.type === 'CallExpression' ? expectationAt(each) ?? [] : []);
}

const asserting = /^(expect|assert|verify)([A-Z_]|$)/;

/** Calls that assert by throwing: helpers named so, and `expectStatus` of an answer. */
export function assertingCalls(node: Node, source: Source): Call[] {
  return [...nodesIn(node, source)].filter((each): each is Call => {
    if (each.type !== 'CallExpression' || expectationAt(each) !== undefined) return false;
    const callee = unwrap(each.callee);
    const name = callee.type === 'Identifier' ? callee.name : methodOf(each) ?? '';
    return asserting.test(name) && name !== 'expect';
  });
}
