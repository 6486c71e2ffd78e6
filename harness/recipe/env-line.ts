/** One line of an .env file: where its key, its value and its comment stand. */

export interface Assignment {
  key: string;
  /** True when the line is commented out, as samples do with what is optional. */
  commented: boolean;
  /** The value as written, quotes included. */
  raw: string;
  /** Everything before the value. */
  before: string;
  /** Blanks and comment behind the value. */
  after: string;
}

const start = /^(\s*(?:#\s*)?(?:export\s+)?)([A-Za-z_][A-Za-z0-9_.]*)(\s*=[ \t]*)/;
const doubleQuoted = /^"(?:[^"\\]|\\.)*"/s;
const singleQuoted = /^'[^']*'/s;

/** Undefined for an empty line, prose, and whatever else assigns nothing. */
export function parseLine(line: string): Assignment | undefined {
  const match = start.exec(line);
  if (match === null) return undefined;
  const [head, prefix = '', key = ''] = match;
  const rest = line.slice(head.length);
  const raw = (doubleQuoted.exec(rest) ?? singleQuoted.exec(rest))?.[0] ?? unquoted(rest);
  return { key, commented: prefix.trimStart().startsWith('#'), raw, before: head, after: rest.slice(raw.length) };
}

function unquoted(rest: string): string {
  const comment = /(^|\s)#/.exec(rest);
  return (comment === null ? rest : rest.slice(0, comment.index)).trimEnd();
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** What the value means: quotes and escapes undone, `$NAME` and `${NAME}` filled in outside single quotes. */
export function valueOf(raw: string, get: (key: string) => string | undefined): string {
  if (raw.length > 1 && raw.startsWith("'") && raw.endsWith("'")) return raw.slice(1, -1);
  const quoted = raw.length > 1 && raw.startsWith('"') && raw.endsWith('"');
  const body = quoted ? raw.slice(1, -1) : raw;
  return body.replaceAll(/\\(.)|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/gs, (all, escaped: string | undefined, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare;
    if (name !== undefined) return get(name) ?? '';
    if (escaped === '$') return '$';
    return quoted && escaped !== undefined ? escapes[escaped] ?? escaped : all;
  });
}

/** The value as it is to be written, so that `valueOf` gives it back. */
export function quoted(value: string): string {
  if (/^[^\s"'$#\\`]*$/.test(value)) return value;
  if (!/['\n\r]/.test(value)) return `'${value}'`;
  return `"${value.replaceAll(/["\\$]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}
