/** Parses a Traefik rule (``Host(`a`) && (PathPrefix(`/x`) || !Method(`GET`))``) into a tree. */
import { RuleError, tokenize, type Sign, type Token } from './rule-tokens.ts';

export { RuleError };

export type Rule =
  | { kind: 'or' | 'and'; of: Rule[] }
  | { kind: 'not'; of: Rule }
  | { kind: 'match'; matcher: Matcher; values: string[] };

/** Traefik's matchers that the lab knows, with how many values they take. Version 2 took any number of them. */
const matchers = {
  ClientIP: [1, Infinity],
  Header: [2, 2],
  HeaderRegexp: [2, 2],
  Host: [1, Infinity],
  HostRegexp: [1, Infinity],
  Method: [1, Infinity],
  Path: [1, Infinity],
  PathPrefix: [1, Infinity],
  PathRegexp: [1, 1],
  Query: [1, 2],
} as const satisfies Record<string, readonly [number, number]>;

export type Matcher = keyof typeof matchers;

/** Names of Traefik's version 2, which recipes still carry. */
const olderNames: Record<string, Matcher> = { hostheader: 'Host', headers: 'Header', headersregexp: 'HeaderRegexp' };

const byLowerCase = new Map<string, Matcher>([
  ...Object.keys(matchers).map((name): [string, Matcher] => [name.toLowerCase(), name as Matcher]),
  ...Object.entries(olderNames),
]);

/** Deeper than any rule a person wrote, shallower than the stack. */
const deepest = 100;

/** Throws `RuleError`, and nothing else, whatever the text. */
export function parseRule(text: string): Rule {
  return new Parser(tokenize(text)).whole();
}

class Parser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  whole(): Rule {
    if (this.#peek().kind === 'end') throw new RuleError('the rule is empty', 0);
    const rule = this.#or();
    if (this.#peek().kind !== 'end') throw this.#unexpected('&&, || or the end');
    return rule;
  }

  #or(): Rule {
    return this.#list('||', 'or', () => this.#list('&&', 'and', () => this.#term()));
  }

  #list(sign: Sign, kind: 'or' | 'and', part: () => Rule): Rule {
    const first = part();
    const of = [first];
    while (this.#take(sign)) of.push(part());
    return of.length === 1 ? first : { kind, of };
  }

  #term(): Rule {
    if (++this.#depth > deepest) throw new RuleError('the rule is nested too deep', this.#peek().at);
    try {
      if (this.#take('!')) return { kind: 'not', of: this.#term() };
      if (this.#take('(')) {
        const inner = this.#or();
        this.#expect(')');
        return inner;
      }
      return this.#match();
    } finally {
      this.#depth -= 1;
    }
  }

  #match(): Rule {
    const token = this.#peek();
    if (token.kind !== 'name') throw this.#unexpected('a matcher such as Host(`…`)');
    const matcher = byLowerCase.get(token.name.toLowerCase());
    if (matcher === undefined) throw new RuleError(`the lab knows no matcher ${token.name}; it knows ${Object.keys(matchers).join(', ')}`, token.at);
    this.#next += 1;
    const values = this.#values();
    const [least, most] = matchers[matcher];
    if (values.length < least || values.length > most) throw new RuleError(`${matcher} does not take ${values.length} values`, token.at);
    checkValues(matcher, values, token.at);
    return { kind: 'match', matcher, values };
  }

  #values(): string[] {
    this.#expect('(');
    const values: string[] = [];
    while (!this.#take(')')) {
      const token = this.#peek();
      if (token.kind !== 'string') throw this.#unexpected('a string in `backquotes`');
      values.push(token.value);
      this.#next += 1;
      if (this.#take(')')) break;
      this.#expect(',');
    }
    return values;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', at: 0 };
  }

  #take(sign: Sign): boolean {
    const token = this.#peek();
    if (token.kind !== 'sign' || token.sign !== sign) return false;
    this.#next += 1;
    return true;
  }

  #expect(sign: Sign): void {
    if (!this.#take(sign)) throw this.#unexpected(sign);
  }

  #unexpected(expected: string): RuleError {
    const token = this.#peek();
    const found = token.kind === 'end' ? 'the end' : token.kind === 'sign' ? token.sign : token.kind === 'name' ? token.name : `\`${token.value}\``;
    return new RuleError(`found ${found}, expected ${expected}`, token.at);
  }
}

function checkValues(matcher: Matcher, values: string[], at: number): void {
  for (const value of values) {
    if (value === '') throw new RuleError(`${matcher} has an empty value`, at);
    if ((matcher === 'Path' || matcher === 'PathPrefix') && !value.startsWith('/')) throw new RuleError(`${matcher} \`${value}\` does not start with /`, at);
    if (matcher === 'Host' && !/^(\*|(\*\.)?[\w-]+(\.[\w-]+)*\.?)$/.test(value)) throw new RuleError(`Host \`${value}\` is not a host name`, at);
  }
}
