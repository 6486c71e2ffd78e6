/** What is not shown, and of which kind that is: not there, not run, not proved, declared by somebody. */
import type { Results } from '../../report/results-schema.ts';
import { whyNot } from '../board/whose-tests.ts';

export interface Gap {
  readonly recipe: string;
  readonly kind: 'failed' | 'unverified' | 'unproven' | 'not run' | 'structural';
  readonly what: string;
  readonly why: string;
  /** Empty where nobody has said one. */
  readonly wayOut: string;
}

const order = ['failed', 'unverified', 'unproven', 'not run', 'structural'];

export function gapsOf(results: Results): Gap[] {
  const { recipe, level, verdict, tests, notRun, proof } = results;
  const rungs = (level?.rungs ?? []).flatMap(({ name, status, reason }): Gap[] => {
    if (status === 'pass' || status === 'declared') return [];
    const kind = status === 'fail' ? 'failed' : name === 'proof' && proof === null ? 'unproven' : status;
    return [{ recipe, kind, what: `rung ${name}`, why: reason || 'no reason is given', wayOut: '' }];
  });
  return [
    ...rungs,
    ...(level === null ? [{ recipe, kind: 'unverified', what: 'level', why: 'the run says nothing of a level', wayOut: '' } as const] : []),
    ...(verdict === 'unproven' ? [{ recipe, kind: 'unproven', what: 'the recipe', why: 'it never met its real app', wayOut: 'Run it against a real server.' } as const] : []),
    ...tests.filter(({ status }) => status === 'failed' || status === 'unverified').map(test => ({ recipe, kind: test.status === 'failed' ? 'failed' : 'unverified', what: `“${test.title}”`, why: whyNot(test), wayOut: test.problem?.wayOut ?? '' } as const)),
    ...notRun.map(found => ({ recipe, kind: 'not run', what: found.what, why: found.why, wayOut: found.wayOut } as const)),
  ].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

export interface Exception {
  readonly recipe: string;
  readonly rung: string;
  readonly blocker: string;
  readonly coveredBy: string;
  /** Whether what covers it is among the tests of these results, and passed. */
  readonly covered: 'passes' | 'does not pass' | 'not found in the results';
  readonly decidedBy: string;
  readonly decidedOn: string;
}

export function exceptionOf({ recipe, tests }: Results, each: Results['declared'][number]): Exception {
  const named = each.coveredBy.trim();
  const covering = named === '' ? [] : tests.filter(({ title, file }) => (title.length > 2 && named.includes(title)) || file.includes(named) || (file.length > 2 && named.includes(file)));
  const passing = covering.length > 0 && covering.every(({ status, flaky }) => status === 'passed' && flaky !== true);
  return { recipe, ...each, covered: covering.length === 0 ? 'not found in the results' : passing ? 'passes' : 'does not pass' };
}
