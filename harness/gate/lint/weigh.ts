/** How much an assertion proves, as far as its text tells. The evidence at run time knows more; this is told while writing. */
import { assertingCalls, expectationsIn, type Expectation } from './expectations.ts';
import { originOf } from './origin.ts';
import type { Test } from './tests.ts';
import { awaited, type Call, isDestructuredFrom, meaning, methodOf, type Node, propertyName, receiverOf, type Source, unwrap } from './tree.ts';

/**
 * - `nothing`: a constant, or what the test itself made
 * - `status`: the code of an answer
 * - `static`: what is there for everybody at any time: a title, an address, a fixed text at a fixed place
 * - `vague`: that something is there at all
 * - `absence`: that something is not so, which an empty page fulfils too
 * - `state`: anything else
 */
export type Weight = 'nothing' | 'status' | 'static' | 'vague' | 'absence' | 'state';

const onPages = new Set(['toBeVisible', 'toBeAttached', 'toBeEnabled', 'toBeEditable', 'toBeInViewport', 'toBeFocused', 'toBeHidden']);
const vague = new Set(['toBeTruthy', 'toBeDefined', 'toBeGreaterThan', 'toBeGreaterThanOrEqual']);
const vagueNegated = new Set(['toBeNull', 'toBeUndefined', 'toBeFalsy', 'toHaveLength', 'toBeNaN']);
const absent = new Set(['toBeHidden', 'toBeNull', 'toBeUndefined', 'toBeFalsy']);
const kinds = new Set(['Array', 'Object', 'String', 'Buffer', 'Map', 'Set']);
const statuses = new Set(['status', 'ok', 'statusCode', 'statusText']);
/** With these an app says that something is gone, or not for the one who asks. */
const refusals = new Set([401, 403, 404, 410]);

/** What in an assertion is of the app: what is received, or else what it is compared with. */
export function ofTheApp({ received, expected }: Expectation, source: Source): Node | undefined {
  return [received, ...expected].find(node => originOf(node, source) === 'app');
}

export function weightOf(expectation: Expectation, source: Source): Weight {
  const { received, matcher, modifiers, expected } = expectation;
  const subject = ofTheApp(expectation, source);
  if (subject === undefined) return 'nothing';
  if (matcher === 'toBeOK' || isStatus(subject, source)) return 'status';
  if (subject !== received) return 'state';
  const negated = modifiers.includes('not');
  const isEmptyList = ['toHaveCount', 'toHaveLength'].includes(matcher) && isEmpty(expected[0]);
  if (!negated && vague.has(matcher) && expected.every(each => isFixed(each, source))) return 'vague';
  if (!negated && matcher === 'toBeInstanceOf' && expected[0]?.type === 'Identifier' && kinds.has(expected[0].name)) return 'vague';
  if (negated && (vagueNegated.has(matcher) || isEmpty(expected[0]))) return 'vague';
  const compares = expected.length > 0 && expected.every(each => isFixed(each, source));
  if ((onPages.has(matcher) || (compares && !negated)) && isFixedPlace(received, source)) return 'static';
  return negated || absent.has(matcher) || isEmptyList ? 'absence' : 'state';
}

/** The weights of all that a test asserts; a helper that asserts may prove anything. */
export function weightsOf({ body }: Test, source: Source): Set<Weight> {
  const expectations = expectationsIn(body.body, source);
  const calls = assertingCalls(body.body, source);
  const weights = [...expectations.map(each => weightOf(each, source)), ...calls.map<Weight>(call => methodOf(call) === 'expectStatus' ? 'status' : 'state')];
  const codes = [...expectations.filter(each => isStatus(each.received, source)).flatMap(each => each.expected), ...calls.filter(call => methodOf(call) === 'expectStatus').flatMap(call => call.arguments)]
    .flatMap(each => each.type === 'Literal' && typeof each.value === 'number' ? each.value : []);
  // What was there and is gone, or is refused to one and given to another, is a state, told by codes alone.
  const wasThereAndIsNot = codes.some(code => refusals.has(code)) && codes.some(code => code < 300);
  return new Set(wasThereAndIsNot ? [...weights, 'state'] : weights);
}

function isStatus(node: Node, source: Source): boolean {
  const bare = meaning(awaited(node), source);
  if (bare.type === 'Identifier') return [...statuses].some(name => isDestructuredFrom(bare, name, source));
  if (bare.type !== 'CallExpression') return statuses.has(propertyName(bare) ?? '');
  const [value] = bare.arguments;
  if (bare.callee.type === 'Identifier' && ['String', 'Number', 'Boolean'].includes(bare.callee.name) && value) return isStatus(value, source);
  return ['status', 'ok', 'statusText'].includes(methodOf(bare) ?? '');
}

/** What any visitor asks for in any run: a locator or an answer that nothing of this test's own names. */
function isFixedPlace(node: Node, source: Source): boolean {
  let next: Node | undefined = meaning(awaited(node), source);
  while (next !== undefined) {
    next = awaited(next);
    if (next.type === 'CallExpression') {
      const call: Call = next;
      if (!call.arguments.every(argument => isFixed(argument, source))) return false;
      next = receiverOf(call);
    } else if (next.type === 'MemberExpression') {
      next = unwrap(next.object);
    } else if (next.type === 'UnaryExpression') {
      next = next.argument;
    } else {
      const meant: Node = meaning(next, source);
      if (meant === next) return next.type === 'Identifier' && ['api', 'page'].includes(next.name);
      next = meant;
    }
  }
  return false;
}

/** The same in every run, but for the app's own address. */
function isFixed(node: Node, source: Source): boolean {
  return ['constant', 'given'].includes(originOf(node, source));
}

function isEmpty(node: Node | undefined): boolean {
  return node?.type === 'Literal' ? node.value === '' || node.value === null || node.value === 0 : node?.type === 'Identifier' && node.name === 'undefined';
}
