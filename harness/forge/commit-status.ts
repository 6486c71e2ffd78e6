/** The status of a commit for one recipe: success only for a whole run that is green. */
import { faultWord } from '../errors.ts';
import { levelShown, whyNoLevel } from '../report/level/level-shown.ts';
import type { Results } from '../report/results-schema.ts';
import type { StatusToSet } from './gitea.ts';
import type { Outcome } from './outcome.ts';
import { webAddress } from './web-address.ts';

/** Forges show little more, and some refuse more. */
const mostLetters = 140;

type Judged = Pick<StatusToSet, 'state' | 'description'>;

export function statusFor(recipe: string, { state, description }: Judged, link: string | null | undefined): StatusToSet {
  const target = webAddress(link);
  return { state, context: `recipe-harness/${recipe}`, description: oneLine(description), ...(target === undefined ? {} : { target_url: target }) };
}

/**
 * `failure` is the recipe's fault. Whatever else kept it from being proved says nothing against the recipe: `error`. A narrowed run
 * that went well leaves it `pending`: it has not said that the recipe is well, nor that it is not.
 */
export function judgedStatus(outcome: Outcome): Judged {
  if (!('results' in outcome)) return { state: 'error', description: `no results: ${outcome.unreadable}` };
  const { results } = outcome;
  const { verdict, fault, partial, exitCode } = results;
  const ran = counted(results);
  if (verdict === 'green' && fault === null && results.tests.length > 0) {
    const level = levelShown(results);
    // Of several recipes in one run, another's failure is none of this one's; what has taken its level as well is.
    if (level === null && exitCode !== 0) return { state: 'error', description: `the run ended with ${exitCode}, ${whyNoLevel(results) ?? ''}: ${ran}` };
    if (partial) return { state: 'pending', description: `only a part was run, and is green: ${ran}` };
    return { state: 'success', description: `${level === null ? 'level unknown' : `level ${level}`}: ${ran}` };
  }
  const whose = fault === null ? verdict : faultWord[fault];
  const why = firstCode(results);
  return { state: fault === 'recipe' ? 'failure' : 'error', description: `${whose}${why === undefined ? '' : `, ${why}`}: ${ran}${partial ? ', and only a part was run' : ''}` };
}

function counted({ tests }: Results): string {
  const count = (status: Results['tests'][number]['status']): number => tests.filter(test => test.status === status).length;
  const parts = ([['passed', count('passed')], ['failed', count('failed')], ['unverified', count('unverified')], ['not applicable', count('not applicable')]] as const)
    .filter(([, number]) => number > 0).map(([word, number]) => `${number} ${word}`);
  return parts.length === 0 ? 'no test ran' : parts.join(', ');
}

function firstCode({ fault, problems, tests }: Results): string | undefined {
  const all = [...problems, ...tests.flatMap(({ problem }) => problem ?? [])];
  return (all.find(problem => problem.fault === fault) ?? all[0])?.code;
}

function oneLine(text: string): string {
  const letters = [...text.slice(0, 1000).toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()];
  return letters.length > mostLetters ? `${letters.slice(0, mostLetters - 1).join('')}…` : letters.join('');
}
