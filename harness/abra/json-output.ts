/** Finds the JSON in an output that also holds log lines, and reads rows whose keys differ in case and spelling. */
import type { z } from 'zod';

/** A pretty-printed document longer than this is not looked for: log lines may start with a bracket too. */
const mostLines = 2_000;

/** Every JSON document that starts a line of the output, in order. */
export function jsonDocuments(output: string): unknown[] {
  const found: unknown[] = [];
  const lines = output.split('\n');
  for (let start = 0; start < lines.length; start++) {
    if (!/^\s*[[{]/.test(lines[start] ?? '')) continue;
    // Most documents are one line; a pretty-printed one ends where parsing first succeeds on a closing line.
    for (let end = start; end < Math.min(lines.length, start + mostLines); end++) {
      if (!/[\]}]\s*$/.test(lines[end] ?? '')) continue;
      const value = parsed(lines.slice(start, end + 1).join('\n'));
      if (value === undefined) continue;
      found.push(value);
      start = end;
      break;
    }
  }
  return found;
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
