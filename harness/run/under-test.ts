/** What a run has under test of each recipe, written down once it is known: the results are made when the checkout is gone. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface UnderTest {
  /** How it was named: a branch, a tag, a commit. */
  readonly ref: string;
  readonly commit: string;
  /** The version label of its service `app`. */
  readonly version?: string;
  /** With the uncommitted changes of a working tree. */
  readonly dirty: boolean;
  /** The release that the upgrade begins from. */
  readonly base?: string;
}

/** Notes what was learned about a recipe; what was noted before stays. */
export function noteUnderTest(runFolder: string, recipe: string, learned: Partial<UnderTest>): void {
  appendFileSync(fileOf(runFolder), `${JSON.stringify({ recipe, ...learned })}\n`, { mode: 0o600 });
}

/** By recipe; one whose checkout failed is missing. */
export function readUnderTest(runFolder: string): Map<string, UnderTest> {
  const known = new Map<string, Partial<UnderTest>>();
  for (const { recipe, ...learned } of linesOf(runFolder)) known.set(recipe, { ...known.get(recipe), ...learned });
  return new Map([...known].filter((entry): entry is [string, UnderTest] => entry[1].commit !== undefined));
}

/** A torn last line, of a process that was killed, is left out. */
function linesOf(runFolder: string): ({ recipe: string } & Partial<UnderTest>)[] {
  try {
    return readFileSync(fileOf(runFolder), 'utf8').split('\n').slice(0, -1).map(line => JSON.parse(line) as { recipe: string });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function fileOf(runFolder: string): string {
  return join(runFolder, 'under-test.jsonl');
}
