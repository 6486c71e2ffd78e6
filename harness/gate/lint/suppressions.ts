/** The suppressions in an overlay's own files, as a run finds and shows them: what was not linted is known. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../../files-below.ts';
import { commentsIn } from './comments.ts';
import { directiveIn } from './directive.ts';

export interface Suppression {
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
  /** What is not looked for there; empty: nothing is. */
  readonly rules: readonly string[];
  /** Null where none is given, which lint refuses. */
  readonly reason: string | null;
}

/** Of the files below an overlay's folder, in their order. */
export function suppressionsIn(folder: string, root: string): Suppression[] {
  if (!existsSync(folder)) return [];
  const files = filesBelow(folder, ['node_modules']).filter(file => /\.[cm]?[jt]s$/.test(file));
  return files.flatMap(file => suppressionsOf(readFileSync(file, 'utf8')).map(found => ({ file: path.relative(root, file), ...found })));
}

export function suppressionsOf(source: string): Omit<Suppression, 'file'>[] {
  return commentsIn(source).flatMap(({ text, block, line }) => {
    const directive = directiveIn(text, block);
    return directive === undefined ? [] : [{ line, rules: directive.rules, reason: directive.reason ?? null }];
  });
}
