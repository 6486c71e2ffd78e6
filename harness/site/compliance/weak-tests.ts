/** What speaks against the tests themselves: findings of lint, what was kept from it, tests without a witness, breaks that went unnoticed. */
import type { Results } from '../../report/results-schema.ts';
import { isWitnessed, overlaysPurpose } from '../board/whose-tests.ts';
import { count } from '../spoken.ts';

export interface WeakTest {
  readonly recipe: string;
  readonly kind: 'lint' | 'suppression' | 'no witness' | 'now and then' | 'survivors';
  /** File and line, or the test's title. */
  readonly where: string;
  readonly words: string;
}

/** The gravest kinds first. */
export function weakTestsOf(results: Results): WeakTest[] {
  const { recipe, lint, proof, tests, genericOnly } = results;
  const own = tests.filter(test => ['functional', 'browser'].includes(overlaysPurpose(test) ?? ''));
  return [
    ...(genericOnly ? [{ recipe, kind: 'no witness', where: 'generic only', words: 'no overlay: no test says what the app is for' } as const] : []),
    ...(proof !== null && proof.killed < proof.total ? [{
      recipe, kind: 'survivors', where: `proof of ${proof.date.slice(0, 10)}`, words: `${proof.total - proof.killed} of ${count(proof.total, 'break')} went unnoticed`,
    } as const] : []),
    ...own.filter(test => test.status === 'passed' && !isWitnessed(test)).map(test => ({
      recipe, kind: 'no witness', where: test.title, words: test.evidence === undefined ? 'passed, and what it rests on is not known' : 'passed, and nothing in it rests on what the app has kept or made',
    } as const)),
    ...tests.filter(({ flaky }) => flaky === true).map(({ title }) => ({ recipe, kind: 'now and then', where: title, words: 'failed, and passed when it was tried again' } as const)),
    ...(lint.overlay ?? []).map(found => ({ recipe, kind: 'lint', where: `${found.file}:${found.line}`, words: `${found.rule}: ${found.message}` } as const)),
    ...lint.suppressions.map(found => ({
      recipe, kind: 'suppression', where: `${found.file}:${found.line}`,
      words: `${found.rules.join(', ') || 'nothing'} is not looked for${found.reason?.trim() ? `: ${found.reason.trim()}` : ', and no reason is given'}`,
    } as const)),
  ];
}
