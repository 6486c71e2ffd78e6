/** Reads results that a run has left: of another version, another hand, or nobody's good will. What does not fit the schema says nothing. */
import { readFileSync, statSync } from 'node:fs';
import { resultsSchema, type Results } from './results-schema.ts';

export type ReadResults = { readonly results: Results } | { readonly unreadable: string };

/** More than any run has written by far: a file that is larger was not written by one. */
const mostBytes = 32 * 2 ** 20;

/** @returns the results, or in one line why the file tells of none: it never throws */
export function readResults(file: string): ReadResults {
  let parsed: unknown;
  try {
    const { size } = statSync(file);
    if (size > mostBytes) return { unreadable: `it has ${size} bytes, more than ${mostBytes}` };
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { unreadable: error instanceof SyntaxError ? 'it is no JSON' : `it cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}` };
  }
  const read = resultsSchema.safeParse(parsed);
  if (read.success) return { results: read.data };
  const schema = typeof parsed === 'object' && parsed !== null && 'schema' in parsed ? parsed.schema : undefined;
  if (schema !== 2) return { unreadable: `it is of schema ${typeof schema === 'number' ? schema : 'unknown'}, and 2 is read` };
  const [issue] = read.error.issues;
  return { unreadable: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it does not fit the schema'}`.slice(0, 300) };
}
