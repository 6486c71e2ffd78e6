/** What a terminal was sent, as plain lines: escape sequences taken out, redrawn lines told once. */
import { stripVTControlCharacters } from 'node:util';

/** The text without escape sequences and carriage returns. */
export function plainText(raw: string): string {
  return stripVTControlCharacters(raw).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}

/** The last lines that say something. */
export function lastLines(text: string, count: number): string {
  return text.split('\n').filter(line => line.trim() !== '').slice(-count).join('\n');
}

/**
 * A line as it is worth telling while the command runs: of a JSON log its message, of other JSON and of the frames of
 * tables nothing. All of it is in the attachment.
 */
export function tellable(line: string): string | undefined {
  const text = line.trim();
  if (/^[┏┣┗━┓┫┛┳╋┻\s]*$/.test(text)) return undefined;
  if (!/^[[{].*[\]}]$/.test(text)) return line;
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return line;
  }
}

/**
 * Hands on each line that is new. abra redraws its wait in place, several times a second, so a line that was told
 * already is not told again.
 */
export class NewLines {
  readonly #told = new Set<string>();
  readonly #tell: (line: string) => void;
  #pending = '';

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  push(raw: string): void {
    const parts = (this.#pending + raw).split(/\r\n|\n|\r/);
    this.#pending = parts.pop() ?? '';
    for (const part of parts) this.#line(part);
  }

  end(): void {
    this.#line(this.#pending);
    this.#pending = '';
  }

  #line(raw: string): void {
    const line = tellable(stripVTControlCharacters(raw).trimEnd());
    if (line === undefined || this.#told.has(line)) return;
    this.#told.add(line);
    this.#tell(line);
  }
}
