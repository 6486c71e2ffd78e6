/** The pass gate: what a recipe must show before anybody should publish it. Each condition is looked up, none is taken on trust. */
import type { Results } from '../../report/results-schema.ts';
import { doubtOf } from '../doubt.ts';
import { whyNot } from '../board/whose-tests.ts';
import type { Recipe } from '../read-folder.ts';
import { count } from '../spoken.ts';

/** It does what it is for, before witnesses. */
export const gateLevel = 4;

export interface Gate {
  readonly passes: boolean;
  /** Why not, the gravest first. */
  readonly why: readonly string[];
}

interface Condition {
  readonly asks: string;
  /** @returns why it does not hold */
  readonly lacks: (results: Results, recipe: Recipe) => string | undefined;
}

export const conditions: readonly Condition[] = [
  { asks: 'The search for secrets was made, and found none.', lacks: ({ secretSearch: search }) => search === null ? 'no search for secrets was made' : search.found.length > 0 ? `a secret is left in ${count(search.found.length, 'file')}` : undefined },
  { asks: 'Nothing of it stays on the server.', lacks: ({ leftovers }) => leftovers.length > 0 ? `${count(leftovers.length, 'thing')} left on the server, ${leftovers[0] ?? ''} first` : undefined },
  { asks: 'Its newest whole run is green.', lacks: ({ verdict, fault }) => verdict === 'green' ? undefined : `its newest whole run is ${verdict}${fault === null ? '' : `, ${faultOf[fault]}`}` },
  { asks: 'Each test passed, or does not apply.', lacks: ({ tests }) => tests.length === 0 ? 'no test ran' : worst(tests) },
  { asks: 'No rung fails.', lacks: ({ level }) => level?.rungs.filter(({ status }) => status === 'fail').map(({ name, reason }) => `${name} fails: ${reason}`)[0] },
  {
    asks: `It stands at level ${gateLevel} or higher.`,
    lacks: (_results, { level }) => level === null ? 'its level is not known' : level < gateLevel ? `it stands at level ${level}` : undefined,
  },
  { asks: 'A commit was tested, without changes that nobody has committed.', lacks: ({ underTest }) => underTest === null ? 'what was tested is not known' : underTest.dirty ? 'a working tree with uncommitted changes was tested' : undefined },
  { asks: 'Where its app was broken on purpose, every break was noticed.', lacks: ({ proof }) => proof !== null && proof.killed < proof.total ? `${proof.total - proof.killed} of ${count(proof.total, 'break')} went unnoticed` : undefined },
  { asks: 'Each suppression of lint has a reason.', lacks: ({ lint }) => lint.suppressions.some(({ reason }) => !reason?.trim()) ? 'a suppression of lint has no reason' : undefined },
];

function worst(tests: Results['tests']): string | undefined {
  const bad = tests.find(({ status }) => status === 'failed') ?? tests.find(({ status }) => status === 'unverified') ?? tests.find(({ flaky }) => flaky === true);
  return bad && `“${bad.title}” ${whyNot(bad)}`;
}

const faultOf = { recipe: "by the recipe's fault", user: "by the user's fault", environment: "by the environment's fault", harness: "by the harness's fault" } as const;

export function gateOf(recipe: Recipe): Gate {
  const { newest } = recipe;
  const doubt = doubtOf(recipe);
  if (newest === null) return { passes: false, why: [doubt ?? 'there are no results'] };
  const why = [...(doubt === null ? [] : [doubt]), ...conditions.flatMap(({ lacks }) => lacks(newest, recipe) ?? [])];
  return { passes: why.length === 0, why };
}
