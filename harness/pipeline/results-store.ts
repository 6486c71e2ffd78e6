/** The last whole results of each branch: what a pull request's are compared with. A build of the branch itself leaves them. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Pipeline } from '../forge/ci-env.ts';
import { readResults } from '../report/read-results.ts';
import type { Results } from '../report/results-schema.ts';

type Told = Pick<Pipeline, 'build' | 'defaultBranch'>;

/** The results to compare with; undefined where none are kept, or what is kept cannot be read. */
export function baseResults(store: string, { build, defaultBranch }: Told, recipe: string): Results | undefined {
  const branch = build.pullRequest === null ? build.branch : build.base ?? defaultBranch;
  if (branch === null) return undefined;
  const read = readResults(fileOf(store, build.repository, branch, recipe));
  return 'results' in read && read.results.recipe === recipe ? read.results : undefined;
}

/**
 * Keeps the results of a branch's own build: whole ones that say something of the recipe.
 *
 * @returns whether they were kept
 */
export function keepResults(store: string, { build }: Pick<Told, 'build'>, results: Results): boolean {
  if (build.pullRequest !== null || build.branch === null || results.partial || (results.fault !== null && results.fault !== 'recipe')) return false;
  const file = fileOf(store, build.repository, build.branch, results.recipe);
  mkdirSync(dirname(file), { recursive: true });
  const written = `${file}.${process.pid}`;
  writeFileSync(written, `${JSON.stringify(results, null, 2)}\n`);
  renameSync(written, file);
  return true;
}

function fileOf(store: string, repository: string, branch: string, recipe: string): string {
  return join(store, asName(repository), asName(branch), `${recipe}.json`);
}

/** One folder's name, whatever a branch is called: `..` and slashes among it. */
function asName(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('.', '%2E');
}
