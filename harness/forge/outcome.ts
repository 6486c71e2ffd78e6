/** What is announced of one recipe: its results, or why there are none. */
import type { Build } from './ci-env.ts';
import type { ReadResults } from '../report/read-results.ts';

export type Outcome = { readonly recipe: string } & ReadResults;

/** Results that lay there before, of another recipe or another build, say nothing of this one. */
export function ofThisBuild(outcome: Outcome, build: Build): Outcome {
  if (!('results' in outcome)) return outcome;
  const { recipe, results } = outcome;
  if (results.recipe !== recipe) return { recipe, unreadable: 'they are of another recipe' };
  if (results.build === null) return { recipe, unreadable: 'they are of no build' };
  const same = results.build.repository === build.repository && results.build.commit === build.commit && results.build.link === build.link;
  return same ? outcome : { recipe, unreadable: 'they are of another build' };
}
