/** Reads one TOML file into a schema's value, or into the mistakes that it holds. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { explain } from './explain.ts';
import { SettingsError, type Problem } from './settings-error.ts';

/** A file's name in messages: relative where it lies below the working directory. */
export function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') ? file : path;
}

export type TomlResult<T> = { value: T } | { code: 'ERR_SETTINGS_SYNTAX' | 'ERR_SETTINGS_INVALID' | 'ERR_SETTINGS_MISSING'; problems: Problem[]; detail?: string };

/** The value of the file under the schema, or what is wrong with it. */
export function readToml<S extends z.ZodType>(file: string, schema: S): TomlResult<z.infer<S>> {
  const shown = shownPath(file);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file.' : `the file cannot be read (${(error as Error).message}).`;
    return { code: 'ERR_SETTINGS_MISSING', problems: [{ file: shown, what: reason, wayOut: 'Correct the path, or write the file.' }] };
  }
  let data: unknown;
  try {
    data = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = 'invalid TOML'] = error.message.split('\n');
    return {
      code: 'ERR_SETTINGS_SYNTAX',
      problems: [{ file: shown, line: error.line, what: `this is not TOML: ${first.replace(/^Invalid TOML document: /, '')}.`, wayOut: `Mend line ${error.line}, column ${error.column}.` }],
      detail: error.codeblock.trimEnd(),
    };
  }
  const result = schema.safeParse(data);
  if (result.success) return { value: result.data };
  return { code: 'ERR_SETTINGS_INVALID', problems: explain(result.error, schema, data, shown, text) };
}

/** The value, or the one error that tells all mistakes of the file. */
export function valueOf<T>(result: TomlResult<T>): T {
  if ('value' in result) return result.value;
  throw new SettingsError(result.code, result.problems, result.detail);
}
