/** The titles of a spec's tests, read from its text: with TypeScript's own parser, without running it. */
import ts from 'typescript';

export interface Titled {
  /** Undefined where the title is put together when the spec runs. */
  readonly title: string | undefined;
  readonly line: number;
}

/** Every `test(…)` and `test.only(…)` or its like; what only groups or sets up is none. */
export function titlesIn(text: string): Titled[] {
  const source = ts.createSourceFile('x.spec.ts', text, ts.ScriptTarget.Latest, true);
  const found: Titled[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node)) {
      const [title] = node.arguments;
      found.push({ title: title !== undefined && ts.isStringLiteralLike(title) ? title.text : undefined, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A test has a body: a function as its last argument, behind a title. `test.skip()` within one has none. */
function isTest({ expression, arguments: given }: ts.CallExpression): boolean {
  const last = given.at(-1);
  if (given.length < 2 || last === undefined || !(ts.isArrowFunction(last) || ts.isFunctionExpression(last))) return false;
  if (ts.isIdentifier(expression)) return expression.text === 'test';
  return ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.expression) && expression.expression.text === 'test' && ['only', 'skip', 'fixme', 'fail', 'slow'].includes(expression.name.text);
}
