/** What a run has under test of each recipe, written down once it is known: the results are made when the checkout is gone. */
import { appendLine, readLines } from './json-lines.ts';

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
  /** What it was tested with: the release, or else the commit, of each recipe that it depends on. */
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Notes what was learned about a recipe; what was noted before stays. */
export function noteUnderTest(runFolder: string, recipe: string, learned: Partial<UnderTest>): void {
  appendLine(runFolder, 'underTest', { recipe, ...learned });
}

/** By recipe; one whose checkout failed is missing. */
export function readUnderTest(runFolder: string): Map<string, UnderTest> {
  const known = new Map<string, Partial<UnderTest>>();
  for (const { recipe, ...learned } of readLines(runFolder, 'underTest') as ({ recipe: string } & Partial<UnderTest>)[]) {
    known.set(recipe, { ...known.get(recipe), ...learned });
  }
  return new Map([...known].filter((entry): entry is [string, UnderTest] => entry[1].commit !== undefined));
}
