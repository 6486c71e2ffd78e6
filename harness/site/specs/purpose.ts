/** What each of the package's own specs is for: the sentence at its top, given, when, then. */
import { readFileSync } from 'node:fs';
import { packageModule } from '../../package.ts';
import type { Packaged } from '../board/whose-tests.ts';

/** @returns undefined where the package lacks the file or the sentence */
export function sentenceOf(spec: Packaged): string | undefined {
  try {
    return /^\/\*\* (Given [^\n]*?) \*\/\n/.exec(readFileSync(packageModule(`${spec}.spec`), 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
