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
    const line = stripVTControlCharacters(raw).trimEnd();
    if (line.trim() === '' || this.#told.has(line)) return;
    this.#told.add(line);
    this.#tell(line);
  }
}
