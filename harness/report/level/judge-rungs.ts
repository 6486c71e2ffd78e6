/** What a run's tests, lint and proof say of each rung. */
import type { ProofInShort } from '../../gate/sabotage/proof.ts';
import type { RecipeVerdict, TestOutcome } from '../judge.ts';
import type { Rung, RungName, RungStatus } from './rungs.ts';

/** What was found by `abra recipe lint` and by the lint of overlays; undefined where it could not be asked. */
export interface LintFound {
  readonly recipe: readonly string[] | undefined;
  readonly overlay: readonly string[] | undefined;
}

export interface Judged {
  readonly verdict: Pick<RecipeVerdict, 'word' | 'partial' | 'genericOnly' | 'tests' | 'problems'>;
  /** Rungs that the recipe file declares as not run, with the blocker. */
  readonly declared: readonly { readonly rung: string; readonly blocker: string }[];
  /** Whether the recipe file names a provider for logins. */
  readonly sso: boolean;
  readonly lint: LintFound;
  readonly proof: ProofInShort | undefined;
  /** The commit under test. */
  readonly commit: string | undefined;
}

/** One rung each, in no particular order. */
export function judgeRungs(judged: Judged): Rung[] {
  const { verdict } = judged;
  const rungs = [
    ofTests('install', judged, test => has(test, 'install') || has(test, 'teardown')),
    ofTests('upgrade', judged, test => has(test, 'upgrade')),
    ofTests('backup', judged, test => has(test, 'backup')),
    functional(judged),
    browser(judged),
    lint(judged),
    proof(judged),
  ];
  const whole = wholeRun(verdict);
  return whole === undefined ? rungs : rungs.map(rung => rung.status === 'pass' ? { ...rung, status: 'unverified', reason: whole } : rung);
}

/** Why nothing that passed counts. */
function wholeRun({ word, partial, problems }: Judged['verdict']): string | undefined {
  if (partial) return 'the run was narrowed';
  if (word === 'unproven') return 'the recipe never met its real app';
  const [problem] = problems;
  return problem === undefined ? undefined : `${problem.code}: ${problem.message}`;
}

function ofTests(name: RungName, { verdict, declared }: Judged, belongs: (test: TestOutcome) => boolean): Rung {
  const tests = verdict.tests.filter(belongs);
  const failed = tests.find(test => test.status === 'failed');
  if (failed) return { name, status: 'fail', reason: `${failed.title}: ${failed.problem?.message ?? 'failed'}` };
  const [blocked] = declared.filter(({ rung }) => rung === name || (name === 'browser' && rung === 'sso'));
  if (blocked) return { name, status: 'declared', reason: blocked.blocker };
  const open = tests.find(test => test.status === 'unverified');
  if (open) return { name, status: 'unverified', reason: `${open.title}: ${open.problem?.message ?? 'did not run'}` };
  if (tests.length === 0) return { name, status: 'unverified', reason: 'no test of it ran' };
  const passed = tests.some(test => test.status === 'passed');
  const without = tests.find(test => test.status === 'not applicable');
  if (without === undefined) return { name, status: 'pass', reason: '' };
  const reason = without.reason ?? 'not applicable';
  // What the overlay would show cannot be shown without one: part of the rung is no rung.
  return passed || reason.includes('no overlay') ? { name, status: 'structural', reason, caps: true } : { name, status: 'structural', reason };
}

function functional(judged: Judged): Rung {
  if (judged.verdict.genericOnly) return { name: 'functional', status: 'structural', reason: 'no overlay says what it is for', caps: true };
  return ofTests('functional', judged, test => test.purpose === 'functional');
}

function browser(judged: Judged): Rung {
  const belongs = (test: TestOutcome): boolean => test.purpose === 'browser' || (test.purpose !== undefined && has(test, 'sso'));
  const tests = judged.verdict.tests.filter(belongs);
  const declared = judged.declared.some(({ rung }) => rung === 'browser' || rung === 'sso');
  if (judged.sso && !declared && !tests.some(test => has(test, 'sso'))) return { name: 'browser', status: 'unverified', reason: 'its recipe file names a provider, and no test logs in through it' };
  if (tests.length === 0 && !declared) return { name: 'browser', status: 'structural', reason: 'no page of it is at the app\'s core' };
  return ofTests('browser', judged, belongs);
}

function lint({ lint: { recipe, overlay }, declared, verdict }: Judged): Rung {
  const name = 'lint';
  const found = [...recipe ?? [], ...overlay ?? []];
  if (found.length > 0) return { name, status: 'fail', reason: found.length === 1 ? found[0] ?? '' : `${found[0] ?? ''}, and ${found.length - 1} more` };
  const [blocked] = declared.filter(({ rung }) => rung === name);
  if (blocked) return { name, status: 'declared', reason: blocked.blocker };
  if (recipe === undefined) return { name, status: 'unverified', reason: 'abra recipe lint was not asked' };
  if (overlay === undefined && !verdict.genericOnly) return { name, status: 'unverified', reason: 'its overlay was not linted' };
  return { name, status: 'pass', reason: '' };
}

function proof({ proof: found, commit }: Judged): Rung {
  const name = 'proof';
  const unverified = (reason: string): Rung => ({ name, status: 'unverified' satisfies RungStatus, reason });
  if (found === undefined) return unverified('never broken on purpose');
  if (found.killed < found.total) return { name, status: 'fail', reason: `${found.total - found.killed} of ${found.total} stayed green while its app was broken` };
  if (found.stale) return unverified('its overlay has changed since the proof');
  if (found.commit !== commit) return unverified(`proved at another commit, ${found.commit.slice(0, 10)}`);
  return found.total === 0 ? unverified('the proof had nothing to break') : { name, status: 'pass', reason: '' };
}

function has(test: TestOutcome, tag: string): boolean {
  return test.tags.includes(`@${tag}`);
}
