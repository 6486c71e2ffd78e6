/** The interface that Gitea publishes, as data: read from the declarations that its client is generated with. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** @returns what is wrong with a value, or undefined where it fits */
export type Check = (value: unknown, at: string) => string | undefined;

export interface Operation {
  /** As the client names it. */
  readonly name: string;
  readonly method: string;
  /** Groups are the parameters. */
  readonly path: RegExp;
  readonly parameters: readonly Check[];
  readonly query: ReadonlyMap<string, Check>;
  readonly body: Check | undefined;
  /** Its body is a form: names of its files. */
  readonly files: readonly string[] | undefined;
  /** It wants a token. */
  readonly secure: boolean;
}

/** Every operation that the interface has. */
export function publishedOperations(): Operation[] {
  const file = join(dirname(createRequire(import.meta.url).resolve('gitea-js')), 'index.d.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const types = new Map<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>();
  const operations: Operation[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) types.set(node.name.text, node);
    const tags = ts.isPropertySignature(node) ? ts.getJSDocTags(node) : [];
    const request = /^(\w+):(\S+)$/.exec(tags.filter(({ tagName }) => tagName.text === 'request').map(textOf)[0] ?? '');
    if (ts.isPropertySignature(node) && request !== null && node.type !== undefined && ts.isFunctionTypeNode(node.type)) {
      operations.push(operationOf(node.name.getText(), request[1] ?? '', request[2] ?? '', node.type, tags.some(({ tagName }) => tagName.text === 'secure'), new Shapes(types)));
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return operations;
}

function operationOf(name: string, method: string, path: string, type: ts.FunctionTypeNode, secure: boolean, shapes: Shapes): Operation {
  const names = [...path.matchAll(/\{([^}]+)\}/g)];
  const parameters = type.parameters.filter(parameter => parameter.name.getText() !== 'params');
  const named = (wanted: string): ts.TypeNode | undefined => parameters.find(parameter => parameter.name.getText() === wanted)?.type;
  const query = named('query');
  const body = named('body');
  const form = named('data');
  return {
    name, method, secure,
    path: new RegExp(`^${path.replaceAll(/[.+*?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`),
    parameters: parameters.slice(0, names.length).map(({ type: of }) => fromText(shapes, of)),
    query: new Map(query !== undefined && ts.isTypeLiteralNode(query) ? query.members.filter(ts.isPropertySignature).map(member => [member.name.getText(), fromText(shapes, member.type)]) : []),
    body: body === undefined ? undefined : shapes.of(body),
    files: form !== undefined && ts.isTypeLiteralNode(form) ? form.members.filter(ts.isPropertySignature).map(member => member.name.getText()) : undefined,
  };
}

/** In a path or a query a number is written in digits. */
function fromText(shapes: Shapes, type: ts.TypeNode | undefined): Check {
  if (type === undefined) return () => undefined;
  const check = shapes.of(type);
  return (value, at) => type.kind === ts.SyntaxKind.NumberKeyword
    ? /^\d+$/.test(String(value)) ? undefined : `${at}: ${JSON.stringify(value)} is no number`
    : type.kind === ts.SyntaxKind.BooleanKeyword ? /^(true|false)$/.test(String(value)) ? undefined : `${at}: no truth value` : check(value, at);
}

class Shapes {
  readonly #types: ReadonlyMap<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>;

  constructor(types: ReadonlyMap<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>) {
    this.#types = types;
  }

  of(type: ts.TypeNode): Check {
    if (type.kind === ts.SyntaxKind.StringKeyword) return (value, at) => typeof value === 'string' ? undefined : `${at}: is no text`;
    if (type.kind === ts.SyntaxKind.NumberKeyword) return (value, at) => Number.isInteger(value) ? undefined : `${at}: is no whole number`;
    if (type.kind === ts.SyntaxKind.BooleanKeyword) return (value, at) => typeof value === 'boolean' ? undefined : `${at}: is no truth value`;
    if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) {
      const { text } = type.literal;
      return (value, at) => value === text ? undefined : `${at}: is not ${text}`;
    }
    if (ts.isUnionTypeNode(type)) {
      const checks = type.types.map(each => this.of(each));
      return (value, at) => checks.some(check => check(value, at) === undefined) ? undefined : `${at}: ${JSON.stringify(value)} is none of ${type.getText()}`;
    }
    if (ts.isArrayTypeNode(type)) {
      const each = this.of(type.elementType);
      return (value, at) => Array.isArray(value) ? value.map((entry, index) => each(entry, `${at}[${index}]`)).find(Boolean) : `${at}: is no list`;
    }
    if (ts.isTypeLiteralNode(type)) return this.#object(type.members);
    if (ts.isTypeReferenceNode(type)) return this.#named(type.typeName.getText());
    return () => undefined;
  }

  #named(name: string): Check {
    const found = this.#types.get(name);
    if (found === undefined) return () => undefined;
    if (ts.isInterfaceDeclaration(found)) return this.#object(found.members);
    // The words that such a text may be stand in its description alone: `It can be "pending", "success", …`.
    const description = ts.getJSDocCommentsAndTags(found).map(textOf).join(' ');
    const words = /It can be (.+)/.exec(description)?.[1]?.match(/"([^"]+)"/g)?.map(word => word.slice(1, -1));
    const check = this.of(found.type);
    return (value, at) => check(value, at) ?? (words === undefined || words.includes(value as string) ? undefined : `${at}: ${JSON.stringify(value)} is none of ${words.join(', ')}`);
  }

  #object(members: ts.NodeArray<ts.TypeElement>): Check {
    const fields = new Map(members.filter(ts.isPropertySignature).map(member => [member.name.getText(), { optional: member.questionToken !== undefined, type: member.type }]));
    return (value, at) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at}: is no object`;
      const unknown = Object.keys(value).find(key => !fields.has(key));
      if (unknown !== undefined) return `${at}.${unknown}: no such field`;
      for (const [key, { optional, type }] of fields) {
        const inner = (value as Record<string, unknown>)[key];
        if (inner === undefined && !optional) return `${at}.${key}: is missing`;
        const wrong = inner === undefined || type === undefined ? undefined : this.of(type)(inner, `${at}.${key}`);
        if (wrong !== undefined) return wrong;
      }
      return undefined;
    };
  }
}

function textOf(node: ts.JSDoc | ts.JSDocTag): string {
  return ts.getTextOfJSDocComment(node.comment) ?? '';
}
