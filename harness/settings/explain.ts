/** Turns the issues of a failed validation into sentences that name key, value and way out. */
import { z } from 'zod';
import { nearest } from './nearest.ts';
import type { Problem } from './settings-error.ts';

type Path = readonly PropertyKey[];
/** What of a JSON Schema is read here. */
interface Shape { properties?: Record<string, Shape>; additionalProperties?: Shape | boolean; items?: Shape; description?: string }

/** The mistakes in `data`, a table read from `file` whose text is `text`. */
export function explain(error: z.ZodError, schema: z.ZodType, data: unknown, file: string, text: string): Problem[] {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return error.issues.flatMap(issue => {
    if (issue.code !== 'unrecognized_keys') return [{ file, ...problemAt(issue.path, issue, data, shape, text) }];
    return issue.keys.map(key => ({ file, ...unknownKey([...issue.path, key], data, shape, text) }));
  });
}

function unknownKey(path: Path, data: unknown, shape: Shape, text: string): Omit<Problem, 'file'> {
  const wrong = String(path.at(-1));
  const known = Object.keys(shapeAt(shape, path.slice(0, -1))?.properties ?? {});
  const near = nearest(wrong, known);
  const where = path.length > 1 ? `[${dotted(path.slice(0, -1))}]` : 'the file';
  return {
    line: lineOf(text, path), key: dotted(path), value: valueAt(data, path),
    what: `"${dotted(path)}" is not a known key.`,
    wayOut: near.length > 0 ? `Write ${near.map(n => `"${n}"`).join(' or ')} instead of "${wrong}".` : `Remove "${wrong}"; ${where} knows ${known.join(', ')}.`,
  };
}

function problemAt(path: Path, issue: z.core.$ZodIssue, data: unknown, shape: Shape, text: string): Omit<Problem, 'file'> {
  const key = dotted(path) || 'the file';
  const value = valueAt(data, path);
  const meaning = shapeAt(shape, path)?.description;
  const place = { line: lineOf(text, path), key, value };
  if (value === undefined && issue.code === 'invalid_type') {
    return { ...place, what: `"${key}" is missing.`, wayOut: `Add "${key}"${meaning ? `: ${meaning}` : '.'}` };
  }
  if (issue.code === 'invalid_key') {
    const rule = issue.issues[0]?.message ?? issue.message;
    return { ...place, what: `"${key}" is not a possible key: it must be ${rule}.`, wayOut: `Rename "${String(path.at(-1))}".` };
  }
  if (issue.code === 'invalid_type' && issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return { ...place, what: `"${key}" is ${shown(value)} without quotes, and must be a string.`, wayOut: `Write ${String(path.at(-1))} = "${String(value)}".` };
  }
  const rule = issue.code === 'invalid_type' ? `must be ${article(issue.expected)}` : issue.message;
  return { ...place, what: `"${key}" = ${shown(value)}: ${rule}.`, wayOut: `Mend "${key}"${meaning ? `: ${meaning}` : '.'}` };
}

function article(expected: string): string {
  const noun = { int: 'whole number', object: 'table', record: 'table', array: 'list' }[expected] ?? expected;
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function dotted(path: Path): string {
  return path.map((part, i) => typeof part === 'number' ? `[${part}]` : i === 0 ? String(part) : `.${String(part)}`).join('');
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const part of path) value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  return value;
}

function shapeAt(shape: Shape, path: Path): Shape | undefined {
  let at: Shape | undefined = shape;
  for (const part of path) {
    if (typeof part === 'number') at = at?.items;
    else at = at?.properties?.[String(part)] ?? (typeof at?.additionalProperties === 'object' ? at.additionalProperties : undefined);
  }
  return at;
}

/** The line on which the key stands, as good as a reading by line can tell; TOML's parser keeps no places. */
function lineOf(text: string, path: Path): number | undefined {
  const names = path.filter(part => typeof part === 'string');
  let table = '';
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*\[+\s*([^\]]+?)\s*\]+/.exec(line);
    if (header?.[1] !== undefined) {
      table = header[1].replaceAll(/["'\s]/g, '');
      if (table === names.join('.')) return index + 1;
      continue;
    }
    const key = /^\s*([A-Za-z0-9_."'-]+)\s*=/.exec(line)?.[1]?.replaceAll(/["']/g, '');
    if (key === undefined) continue;
    const full = table === '' ? key : `${table}.${key}`;
    if (full === names.join('.')) return index + 1;
    // An inline table holds the rest of the path on its own line.
    if (names.join('.').startsWith(`${full}.`) && line.includes(names.at(-1) ?? '')) return index + 1;
  }
  return undefined;
}
