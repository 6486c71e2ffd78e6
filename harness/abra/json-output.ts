/** Finds the JSON in an output that also holds log lines, and reads rows whose keys differ in case and spelling. */
import type { z } from 'zod';

/** Every JSON document that starts a line of the output, in order. */
export function jsonDocuments(output: string): unknown[] {
  const found: unknown[] = [];
  const lines = output.split('\n');
  for (let start = 0; start < lines.length; start++) {
    const line = lines[start]?.trim() ?? '';
    if (!/^[[{]/.test(line)) continue;
    // A document is one line, or pretty-printed: then a bracket opens it alone, and the same column closes it.
    const end = /^[[{]+$/.test(line) ? closing(lines, start) : start;
    const value = end === undefined ? undefined : parsed(lines.slice(start, end + 1).join('\n'));
    if (end === undefined || value === undefined) continue;
    found.push(value);
    start = end;
  }
  return found;
}

/** A cell as text: abra gives every value as a string; a number or a truth value is taken as well, anything else is nothing. */
export function text(cell: unknown): string {
  return typeof cell === 'string' ? cell : typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

function closing(lines: readonly string[], start: number): number | undefined {
  const indent = /^\s*/.exec(lines[start] ?? '')?.[0] ?? '';
  const end = lines.findIndex((line, index) => index > start && line.startsWith(indent) && /^[\]}]+\s*$/.test(line.slice(indent.length)));
  return end < 0 ? undefined : end;
}

/** The first document that the schema takes. */
export function jsonOf<S extends z.ZodType>(output: string, schema: S): z.infer<S> | undefined {
  for (const document of jsonDocuments(output)) {
    const result = schema.safeParse(document);
    if (result.success) return result.data;
  }
  return undefined;
}

/** One row with keys in lower case, words joined by `_`: `GENERATED NAME`, `generated-name` and `generatedName` are one. */
export function row(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, cell]) =>
    [key.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'), cell]));
}

/** Rows of an array of objects, or of an object of objects or arrays (whose keys are not understood, and not needed). */
export function rows(document: unknown): Record<string, unknown>[] {
  if (Array.isArray(document)) return document.flatMap(item => Array.isArray(item) ? rows(item) : [row(item)]);
  if (typeof document !== 'object' || document === null) return [];
  const values = Object.values(document);
  return values.length > 0 && values.every(value => typeof value === 'object' && value !== null)
    ? values.flatMap(value => Array.isArray(value) ? rows(value) : [row(value)])
    : [row(document)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
