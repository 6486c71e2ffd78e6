/** How much an assertion proves, as far as its text tells. The evidence at run time knows more; this is told while writing. */
import { assertingCalls, expectationsIn, type Expectation } from './expectations.ts';
import { originOf } from './origin.ts';
import type { Test } from './tests.ts';
import { awaited, type Call, meaning, methodOf, type Node, propertyName, receiverOf, type Source, unwrap } from './tree.ts';

/**
 * - `nothing`: a constant, or what the test itself made
 * - `status`: the code of an answer
 * - `static`: something of a page that is there for everybody at any time: its title, its address, a fixed text
 * - `vague`: that something is there at all
 * - `absence`: that something is not so, which an empty page fulfils too
 * - `state`: anything else
 */
export type Weight = 'nothing' | 'status' | 'static' | 'vague' | 'absence' | 'state';

const onPages = new Set(['toBeVisible', 'toBeAttached', 'toBeEnabled', 'toBeEditable', 'toBeInViewport', 'toBeFocused', 'toHaveTitle', 'toHaveURL', 'toHaveCount', 'toHaveText', 'toContainText', 'toHaveAttribute', 'toHaveClass', 'toHaveRole', 'toBeHidden']);
const vague = new Set(['toBeTruthy', 'toBeDefined', 'toBeGreaterThan', 'toBeGreaterThanOrEqual']);
const vagueNegated = new Set(['toBeNull', 'toBeUndefined', 'toBeFalsy', 'toHaveLength', 'toBeNaN']);
const absent = new Set(['toBeHidden', 'toBeNull', 'toBeUndefined', 'toBeFalsy']);
const kinds = new Set(['Array', 'Object', 'String', 'Buffer', 'Map', 'Set']);

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
  if (onPages.has(matcher) && isConstantLocator(received, source) && expected.every(each => isFixed(each, source))) return 'static';
  if (!negated && vague.has(matcher) && expected.every(each => originOf(each, source) === 'constant')) return 'vague';
  if (!negated && matcher === 'toBeInstanceOf' && expected[0]?.type === 'Identifier' && kinds.has(expected[0].name)) return 'vague';
  if (!negated) return absent.has(matcher) || (['toHaveCount', 'toHaveLength'].includes(matcher) && isEmpty(expected[0])) ? 'absence' : 'state';
  return vagueNegated.has(matcher) || isEmpty(expected[0]) ? 'vague' : 'absence';
}

/** The weights of all that a test asserts; a helper that asserts may prove anything. */
export function weightsOf({ body }: Test, source: Source): Set<Weight> {
  const weights = expectationsIn(body.body, source).map(each => weightOf(each, source));
  return new Set([...weights, ...assertingCalls(body.body, source).map<Weight>(call => methodOf(call) === 'expectStatus' ? 'status' : 'state')]);
}

function isStatus(node: Node, source: Source): boolean {
  const bare = meaning(awaited(node), source);
  if (bare.type === 'CallExpression') return ['status', 'ok', 'statusText'].includes(methodOf(bare) ?? '');
  return ['status', 'ok', 'statusCode', 'statusText'].includes(propertyName(bare) ?? '');
}

/** A page, or a locator that names nothing the test made or read. */
function isConstantLocator(node: Node, source: Source): boolean {
  for (let next: Node | undefined = meaning(node, source); next !== undefined;) {
    if (next.type === 'CallExpression') {
      const call: Call = next;
      if (!call.arguments.every(argument => isFixed(argument, source))) return false;
      next = receiverOf(call);
    } else if (next.type === 'MemberExpression') {
      next = unwrap(next.object);
    } else if (next.type === 'Identifier') {
      const meant: Node = meaning(next, source);
      if (meant === next) return true;
      next = meant;
    } else {
      return next.type === 'ThisExpression';
    }
  }
  return true;
}

function isEmpty(node: Node | undefined): boolean {
  return node?.type === 'Literal' ? node.value === '' || node.value === null || node.value === 0 : node?.type === 'Identifier' && node.name === 'undefined';
}

/** The same in every run, but for the app's own address. */
function isFixed(node: Node, source: Source): boolean {
  return ['constant', 'given'].includes(originOf(node, source));
}
