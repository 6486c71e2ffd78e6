/** The syntax tree as the rules see it: walking, unwrapping, and which variable a name means. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

export type Node = TSESTree.Node;
export type Call = TSESTree.CallExpression;
export type Identifier = TSESTree.Identifier;
export type Source = Readonly<TSESLint.SourceCode>;
export type Variable = TSESLint.Scope.Variable;
export type Callback = TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression;

/** A node and all below it, in the order of the text. */
export function* nodesIn(node: Node, source: Source): Generator<Node> {
  yield node;
  for (const key of source.visitorKeys[node.type] ?? []) {
    for (const child of [(node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key]].flat()) {
      if (child) yield* nodesIn(child, source);
    }
  }
}

/** From the parent of a node up to the file, whose own parent is null, whatever its type says. */
export function* above(node: Node): Generator<Node> {
  for (let next = node.parent; next; next = next.parent) yield next;
}

/** An expression without what only tells types or joins optional chains. */
export function unwrap(node: Node): Node {
  return node.type === 'TSAsExpression' || node.type === 'TSNonNullExpression' || node.type === 'TSSatisfiesExpression' || node.type === 'TSTypeAssertion' || node.type === 'ChainExpression'
    ? unwrap(node.expression) : node;
}

/** The same without `await`. */
export function awaited(node: Node): Node {
  const bare = unwrap(node);
  return bare.type === 'AwaitExpression' ? awaited(bare.argument) : bare;
}

export function isCallback(node: Node | undefined): node is Callback {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

export function isFunction(node: Node): boolean {
  return isCallback(node) || node.type === 'FunctionDeclaration';
}

/** The name after the dot, or in the brackets. */
export function propertyName(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined;
  return textOf(node.property);
}

/** `get` of `api.get('/')`. */
export function methodOf(call: Call): string | undefined {
  return propertyName(unwrap(call.callee));
}

/** What a method is called on. */
export function receiverOf(call: Call): Node | undefined {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
}

/** `api` of `(await api.as({ … }).get('/')).json()`: what a chain begins with. */
export function rootOf(node: Node): Node {
  const bare = awaited(node);
  if (bare.type === 'MemberExpression') return rootOf(bare.object);
  return bare.type === 'CallExpression' ? rootOf(bare.callee) : bare;
}

/** Text known from the source alone: a string, or a template with nothing in it. */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0 ? headOf(node) : undefined;
}

/** The head of a text: a template up to its first value. */
export function headOf(node: Node | undefined): string | undefined {
  return node?.type === 'TemplateLiteral' ? node.quasis[0]?.value.cooked ?? undefined : textOf(node);
}

export function propertyOf(object: Node | undefined, name: string): TSESTree.Property | undefined {
  if (object?.type !== 'ObjectExpression') return undefined;
  return object.properties.find((each): each is TSESTree.Property => each.type === 'Property' && keyOf(each) === name);
}

export function keyOf({ key }: TSESTree.Property): string | undefined {
  return key.type === 'Identifier' ? key.name : textOf(key);
}

export function variableOf(identifier: Identifier, source: Source): Variable | undefined {
  for (let scope: TSESLint.Scope.Scope | null = source.getScope(identifier); scope !== null; scope = scope.upper) {
    const found = scope.set.get(identifier.name);
    if (found) return found;
  }
  return undefined;
}

/** What a name was given, where it was given something once; else the node itself. */
export function meaning(node: Node, source: Source): Node {
  const bare = unwrap(node);
  if (bare.type !== 'Identifier') return bare;
  const writes = variableOf(bare, source)?.references.filter(reference => reference.isWrite()) ?? [];
  const declared = variableOf(bare, source)?.defs[0]?.node;
  const [write] = writes;
  if (writes.length !== 1 || !write?.writeExpr || declared?.type !== 'VariableDeclarator' || declared.id.type !== 'Identifier') return bare;
  return unwrap(write.writeExpr);
}

/** Whether a name was taken out of an object under this key: `const { status } = answer`. */
export function isDestructuredFrom(name: Identifier, key: string, source: Source): boolean {
  const declared = variableOf(name, source)?.defs[0]?.node;
  const taken = declared?.type === 'VariableDeclarator' ? propertyIn(declared.id, key) : undefined;
  return taken?.value.type === 'Identifier' && taken.value.name === name.name;
}

function propertyIn(pattern: Node, key: string): TSESTree.Property | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined;
  return pattern.properties.find((each): each is TSESTree.Property => each.type === 'Property' && keyOf(each) === key);
}
