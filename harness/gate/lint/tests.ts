/** Which calls are tests, and what their bodies are given. */
import { above, isCallback, keyOf, meaning, methodOf, type Call, type Callback, type Node, type Source, unwrap } from './tree.ts';

export interface Test {
  readonly call: Call;
  readonly body: Callback;
}

const kinds = new Set(['only', 'skip', 'fixme', 'fail']);
const hooks = new Set(['beforeEach', 'afterEach', 'beforeAll', 'afterAll']);

/** Whether this is `test`, or what was made of it by `testOf` or `extend`. */
export function isTestObject(node: Node, source: Source): boolean {
  const bare = unwrap(node);
  if (bare.type !== 'Identifier') return false;
  if (bare.name === 'test') return true;
  const made = meaning(bare, source);
  return made.type === 'CallExpression' && ((made.callee.type === 'Identifier' && made.callee.name === 'testOf') || methodOf(made) === 'extend');
}

/** A test with its body; undefined for any other call. */
export function testAt(call: Call, source: Source): Test | undefined {
  const callee = unwrap(call.callee);
  const object = callee.type === 'MemberExpression' && kinds.has(methodOf(call) ?? '') ? callee.object : callee;
  const body = call.arguments.at(-1);
  return call.arguments.length > 1 && isCallback(body) && isTestObject(object, source) ? { call, body } : undefined;
}

/** Whether this is the body of a test, or of what runs before and after it. */
export function isTestBody(node: Node, source: Source): node is Callback {
  const { parent } = node;
  if (!isCallback(node) || parent?.type !== 'CallExpression' || parent.arguments.at(-1) !== node) return false;
  return testAt(parent, source) !== undefined || isHook(parent, source);
}

function isHook(call: Call, source: Source): boolean {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' && hooks.has(methodOf(call) ?? '') && isTestObject(callee.object, source);
}

/** The body of the test in which a node stands. */
export function bodyAround(node: Node, source: Source): Callback | undefined {
  for (const next of above(node)) if (isTestBody(next, source)) return next;
  return undefined;
}

/** The fixtures that a body asks for, by the names that it has for them. */
export function fixturesOf(body: Callback): ReadonlyMap<string, string> {
  const [given] = body.params;
  if (given?.type !== 'ObjectPattern') return new Map();
  return new Map(given.properties.flatMap(property => {
    if (property.type !== 'Property') return [];
    const name = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    const fixture = keyOf(property);
    return name.type === 'Identifier' && fixture !== undefined ? [[name.name, fixture] as const] : [];
  }));
}

/** The name under which a body has its `TestInfo`. */
export function infoOf(body: Callback): string | undefined {
  const info = body.params[1];
  return info?.type === 'Identifier' ? info.name : undefined;
}
