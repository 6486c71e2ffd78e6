/** Cuts a Traefik rule into tokens: names, quoted strings and the six signs. */

export class RuleError extends Error {
  /** Where in the rule, counted from 0. */
  readonly position: number;
  constructor(message: string, position: number) {
    super(`${message} (at character ${position + 1})`);
    this.name = 'RuleError';
    this.position = position;
  }
}

export type Sign = '(' | ')' | ',' | '!' | '&&' | '||';

export type Token =
  | { kind: 'sign'; sign: Sign; at: number }
  | { kind: 'name'; name: string; at: number }
  | { kind: 'string'; value: string; at: number }
  | { kind: 'end'; at: number };

/** A rule is a line in a compose file; what is longer than this is not one. */
const longest = 20_000;

export function tokenize(rule: string): Token[] {
  if (rule.length > longest) throw new RuleError(`a rule of ${rule.length} characters is too long`, longest);
  const tokens: Token[] = [];
  let at = 0;
  while (at < rule.length) {
    const char = rule.charAt(at);
    if (/\s/.test(char)) {
      at += 1;
    } else if (char === '`' || char === '"') {
      const { value, next } = quoted(rule, at, char);
      tokens.push({ kind: 'string', value, at });
      at = next;
    } else if (char === '(' || char === ')' || char === ',' || char === '!') {
      tokens.push({ kind: 'sign', sign: char, at });
      at += 1;
    } else if (rule.startsWith('&&', at) || rule.startsWith('||', at)) {
      tokens.push({ kind: 'sign', sign: char === '&' ? '&&' : '||', at });
      at += 2;
    } else {
      const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rule.slice(at, at + 100))?.[0];
      if (name === undefined) throw new RuleError(`unexpected ${JSON.stringify(char)}`, at);
      tokens.push({ kind: 'name', name, at });
      at += name.length;
    }
  }
  tokens.push({ kind: 'end', at });
  return tokens;
}

/** Backquotes take everything as it stands; double quotes know `\"` and `\\`, as in Go. */
function quoted(rule: string, start: number, quote: string): { value: string; next: number } {
  let value = '';
  for (let at = start + 1; at < rule.length; at += 1) {
    const char = rule.charAt(at);
    if (char === quote) return { value, next: at + 1 };
    if (char === '\\' && quote === '"') {
      at += 1;
      const escaped = rule.charAt(at);
      if (escaped !== '"' && escaped !== '\\') throw new RuleError(`unknown escape \\${escaped}`, at);
      value += escaped;
    } else {
      value += char;
    }
  }
  throw new RuleError(`the string is not closed with ${quote}`, start);
}
