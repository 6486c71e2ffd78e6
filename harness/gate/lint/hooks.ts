/** The hooks of an overlay: what stands in `defineOverlay({ data: { seed, read, wipe } })`. */
import { above, type Call, type Callback, isCallback, meaning, type Node, propertyOf, type Source } from './tree.ts';

export interface Witness {
  /** The object with the three hooks. */
  readonly node: Node;
  readonly seed: Callback | undefined;
  readonly read: Callback | undefined;
  readonly wipe: Callback | undefined;
}

export function witnessAt(call: Call, source: Source): Witness | undefined {
  if (call.callee.type !== 'Identifier' || call.callee.name !== 'defineOverlay' || !call.arguments[0]) return undefined;
  const data = propertyOf(meaning(call.arguments[0], source), 'data');
  const node = data && meaning(data.value, source);
  if (node?.type !== 'ObjectExpression') return undefined;
  const hook = (name: string): Callback | undefined => {
    const value = propertyOf(node, name)?.value;
    const meant = value && meaning(value, source);
    return isCallback(meant) ? meant : undefined;
  };
  return { node, seed: hook('seed'), read: hook('read'), wipe: hook('wipe') };
}

/** Whether a witness has a hook at all, by whatever means it was made. */
export function hasHook(witness: Witness, name: 'seed' | 'read' | 'wipe'): boolean {
  if (witness.node.type !== 'ObjectExpression') return true;
  return propertyOf(witness.node, name) !== undefined || witness.node.properties.some(each => each.type === 'SpreadElement');
}

/** The hook in which a node stands. */
export function hookAround(node: Node, source: Source): 'seed' | 'read' | 'wipe' | undefined {
  const path: Node[] = [node];
  for (const next of above(node)) {
    path.push(next);
    if (next.type !== 'CallExpression') continue;
    const witness = witnessAt(next, source);
    if (witness === undefined) continue;
    return (['seed', 'read', 'wipe'] as const).find(name => {
      const hook = witness[name];
      return hook !== undefined && path.includes(hook);
    });
  }
  return undefined;
}
