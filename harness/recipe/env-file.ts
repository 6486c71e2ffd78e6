/** An app's .env file: read, changed and written back with every untouched line as it was, byte for byte. */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { RecipeError } from './recipe-error.ts';
import { parseLine, quoted, valueOf, type Assignment } from './env-line.ts';

/** Bytes that are no UTF-8 must survive: lines are kept in an encoding that loses none, values are decoded when asked for. */
const lossless = 'latin1';

export class EnvFile {
  readonly path: string;
  #lines: string[];

  private constructor(path: string, lines: string[]) {
    this.path = path;
    this.#lines = lines;
  }

  /** @throws RecipeError `ERR_RECIPE_FILE` when the file cannot be read. */
  static read(path: string): EnvFile {
    try {
      return EnvFile.parse(path, readFileSync(path));
    } catch (error) {
      throw new RecipeError({
        code: 'ERR_RECIPE_FILE', fault: 'recipe', message: `${path} cannot be read.`, wayOut: 'Every recipe has an `.env.sample`, from which `abra app new` writes the .env file of an app.',
        detail: (error as Error).message, cause: error,
      });
    }
  }

  static parse(path: string, bytes: Uint8Array): EnvFile {
    return new EnvFile(path, Buffer.from(bytes).toString(lossless).split('\n'));
  }

  /** The value in force: the last line with that key, variables filled in from the lines before it. */
  get(key: string): string | undefined {
    return this.#values().get(key);
  }

  /** Keys in force, in the order of their first line. */
  keys(): string[] {
    return [...new Set(this.#assignments().map(({ at }) => at.key))];
  }

  /** Sets the value in the key's last line; its comment stays, since abra reads `# length=` and its like from there. */
  set(key: string, value: string): void {
    if (!/^[A-Za-z_][A-Za-z0-9_.]*$/.test(key) || value.includes('\0')) {
      throw new RecipeError({ code: 'ERR_ENV_VALUE', fault: 'user', message: `"${key}" cannot be set to a value with a zero byte, or is no key.`, wayOut: 'Correct the key or the value.' });
    }
    const raw = encoded(quoted(value));
    const last = this.#assignments().filter(({ at }) => at.key === key).at(-1);
    if (last !== undefined) {
      this.#lines[last.index] = written(last.at, raw);
      return;
    }
    const sample = this.#lines.findLastIndex(line => parseLine(line)?.key === key);
    const after = sample < 0 ? '' : parseLine(this.#lines[sample] ?? '')?.after ?? '';
    const line = raw === '' || after.trim() === '' ? `${key}=${raw}` : `${key}=${raw}${after}`;
    if (sample >= 0) this.#lines.splice(sample + 1, 0, line);
    else this.#append([line]);
  }

  /** Adds the lines of every key that the sample sets and this file does not; returns those keys. */
  mergeNewKeysFrom(sample: EnvFile): string[] {
    const known = new Set([...this.keys(), 'TYPE', 'RECIPE']);
    const added = sample.#assignments().filter(({ at }) => !known.has(at.key));
    if (added.length > 0) this.#append(added.map(({ index }) => sample.#lines[index] ?? ''));
    return [...new Set(added.map(({ at }) => at.key))];
  }

  /** What stands behind the value in force, as abra reads it: `length=32 generate=false`; '' where there is no comment. */
  comment(key: string): string {
    const last = this.#assignments().filter(({ at }) => at.key === key).at(-1);
    return last === undefined ? '' : decoded(last.at.after).trim().replace(/^#\s*/, '');
  }

  bytes(): Buffer {
    return Buffer.from(this.#lines.join('\n'), lossless);
  }

  /** Replaces the file in one step, its mode kept. */
  write(): void {
    const draft = `${this.path}.${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, this.bytes(), { mode: modeOf(this.path) });
    renameSync(draft, this.path);
  }

  #assignments(): { at: Assignment; index: number }[] {
    return this.#lines.flatMap((line, index) => {
      const at = parseLine(line);
      return at === undefined || at.commented ? [] : [{ at, index }];
    });
  }

  #values(): Map<string, string> {
    const values = new Map<string, string>();
    for (const { at } of this.#assignments()) values.set(at.key, valueOf(decoded(at.raw), key => values.get(key)));
    return values;
  }

  #append(lines: readonly string[]): void {
    if (this.#lines.at(-1) === '') this.#lines.pop();
    this.#lines.push(...lines, '');
  }
}

function written(at: Assignment, raw: string): string {
  // `KEY= # comment` would make the comment the value once a quote is gone; one blank keeps them apart.
  const after = raw !== '' && /^#/.test(at.after) ? ` ${at.after}` : at.after;
  return `${at.before}${raw}${after}`;
}

function decoded(raw: string): string {
  return Buffer.from(raw, lossless).toString('utf8');
}

function encoded(value: string): string {
  return Buffer.from(value, 'utf8').toString(lossless);
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode & 0o777;
  } catch {
    return 0o600;
  }
}
