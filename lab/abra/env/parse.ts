/** Reads `.env` files in the docker and direnv style: quotes, `$VAR` of earlier lines, comments behind values. */

export interface EnvLine {
  key: string;
  value: string;
  /** The text behind `#` on the same line: abra keeps modifiers of secrets there. */
  comment: string;
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s?(.*)$/s;

/** Parses the text to its lines in order; a later line of one key overrides an earlier one. */
export function parseEnvLines(text: string): EnvLine[] {
  const known = new Map<string, string>();
  const found: EnvLine[] = [];
  for (const line of logicalLines(text)) {
    const match = assignment.exec(line);
    if (match === null) continue;
    const [, key = '', rest = ''] = match;
    const { raw, quote, comment } = splitValue(rest);
    const value = quote === "'" ? raw : expand(raw, known, quote === '"');
    known.set(key, value);
    found.push({ key, value, comment });
  }
  return found;
}

/** The values alone. */
export function parseEnv(text: string): Record<string, string> {
  return Object.fromEntries(parseEnvLines(text).map(({ key, value }) => [key, value]));
}

/** A quoted value may run over several lines. */
function* logicalLines(text: string): Generator<string> {
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    let line = lines[index] ?? '';
    const opened = /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_.-]*\s*=\s*(["'])/.exec(line);
    if (opened !== null) {
      const start = opened[0].length;
      const closes = (): boolean => closing(line, start, opened[1] ?? '"') >= 0;
      const rest = lines.slice(index + 1);
      if (!closes() && rest.some((later) => later.includes(opened[1] ?? '"'))) {
        while (!closes() && index + 1 < lines.length) line += `\n${lines[++index] ?? ''}`;
      }
    }
    if (!/^\s*#/.test(line)) yield line;
  }
}

/** Where the quote that was opened before `start` ends, or -1. */
function closing(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function splitValue(rest: string): { raw: string; quote: '"' | "'" | ''; comment: string } {
  const text = rest.trimStart();
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = closing(text, 1, quote);
    if (end > 0) return { raw: text.slice(1, end), quote, comment: commentIn(text.slice(end + 1)) };
  }
  const mark = /(?:^|\s)#/.exec(text);
  const raw = (mark === null ? text : text.slice(0, mark.index)).trim();
  return { raw, quote: '', comment: mark === null ? '' : commentIn(text.slice(mark.index)) };
}

function commentIn(tail: string): string {
  const at = tail.indexOf('#');
  return at < 0 ? '' : tail.slice(at + 1).trim();
}

function expand(raw: string, known: ReadonlyMap<string, string>, escapes: boolean): string {
  const text = escapes ? raw.replace(/\\([nr"\\])/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : c)) : raw;
  return text.replace(/(\\)?\$(?:\{([A-Z0-9_]+)\}|([A-Z0-9_]+))/gi, (whole, escaped: string | undefined, a, b) =>
    escaped === undefined ? (known.get((a ?? b) as string) ?? '') : whole.slice(1),
  );
}
