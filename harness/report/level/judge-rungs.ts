/** What a run's tests, lint and proof say of each rung. */
import type { ProofInShort } from '../../gate/sabotage/proof.ts';
import type { Problem, RecipeVerdict, TestOutcome } from '../judge.ts';
import { lint, proof } from './lint-and-proof.ts';
import type { Rung, RungName } from './rungs.ts';

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
  /** The commit under test; undefined where it is not known, or carries changes that nobody has committed. */
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

/** Told of the recipe, but about its functional tests alone. */
const tooFew = 'ERR_EVIDENCE_TOO_FEW';

/** Why nothing that passed counts. */
function wholeRun({ word, partial, problems }: Judged['verdict']): string | undefined {
  if (partial) return 'the run was narrowed';
  if (word === 'unproven') return 'the recipe never met its real app';
  const problem = problems.find(({ code }) => code !== tooFew);
  return problem === undefined ? undefined : inWords(problem);
}

function ofTests(name: RungName, { verdict, declared }: Judged, belongs: (test: TestOutcome) => boolean): Rung {
  const tests = verdict.tests.filter(test => belongs(test) && !appliesElsewhere(name, test));
  const failed = tests.find(test => test.status === 'failed' && !isNobodysWord(test)) ?? tests.find(test => test.status === 'failed');
  // Where the machine or the harness is at fault, the recipe has not failed: nothing was shown.
  if (failed) return { name, status: isNobodysWord(failed) ? 'unverified' : 'fail', reason: `${failed.title}: ${failed.problem?.message ?? 'failed'}` };
  const open = tests.find(test => test.status === 'unverified');
  if (open) return { name, status: 'unverified', reason: `${open.title}: ${open.problem?.message ?? 'did not run'}` };
  const [blocked] = declared.filter(({ rung }) => rung === name || (name === 'browser' && rung === 'sso'));
  if (blocked) return { name, status: 'declared', reason: blocked.blocker };
  if (tests.length === 0) return { name, status: 'unverified', reason: 'no test of it ran' };
  const passed = tests.some(test => test.status === 'passed');
  const without = tests.find(test => test.status === 'not applicable');
  if (without === undefined) return { name, status: 'pass', reason: '' };
  const reason = without.reason ?? 'not applicable';
  if (reason.startsWith('declared')) return { name, status: 'declared', reason };
  // What the overlay would show cannot be shown without one: part of the rung is no rung.
  return passed || reason.includes('no overlay') ? { name, status: 'structural', reason, caps: true } : { name, status: 'structural', reason };
}

/** A page that an app has not, or a login that is declared, is the browser's matter, in whichever spec the test stands: below it, nothing is missing. */
function appliesElsewhere(name: RungName, test: TestOutcome): boolean {
  return name !== 'browser' && test.status === 'not applicable' && (has(test, 'browser') || has(test, 'sso'));
}

function isNobodysWord({ problem }: TestOutcome): boolean {
  return problem?.fault === 'environment' || problem?.fault === 'harness';
}

function functional(judged: Judged): Rung {
  const name = 'functional';
  if (judged.verdict.genericOnly) return { name, status: 'structural', reason: 'no overlay says what it is for', caps: true };
  const rung = ofTests(name, judged, test => test.purpose === 'functional' || (isBad(test) && !isOnARung(test)));
  const few = judged.verdict.problems.find(({ code }) => code === tooFew);
  if (few !== undefined && rung.status !== 'fail') return { name, status: 'fail', reason: inWords(few) };
  // Every app is for something: where no test of an overlay applies, that was not shown, and is not absent.
  return rung.status === 'structural' ? { ...rung, caps: true } : rung;
}

/** Whatever else an overlay brings tells what the app is for, at least where it goes wrong. */
function isOnARung(test: TestOutcome): boolean {
  return test.purpose !== undefined || ['install', 'teardown', 'upgrade', 'backup'].some(tag => has(test, tag));
}

function isBad({ status }: TestOutcome): boolean {
  return status === 'failed' || status === 'unverified';
}

function browser(judged: Judged): Rung {
  const name = 'browser';
  const belongs = (test: TestOutcome): boolean => test.purpose === 'browser' || (test.purpose !== undefined && has(test, 'sso'));
  const tests = judged.verdict.tests.filter(belongs);
  const declared = judged.declared.some(({ rung }) => rung === 'browser' || rung === 'sso');
  const rung = ofTests(name, judged, belongs);
  if (judged.sso && !declared && !tests.some(isBad)) {
    const lacking = loginLacking(tests.filter(test => has(test, 'sso')));
    if (lacking !== undefined) return { name, status: 'unverified', reason: `its recipe file names a provider, and ${lacking}` };
  }
  return tests.length === 0 && !declared ? { name, status: 'structural', reason: 'no page of it is at the app\'s core' } : rung;
}

function loginLacking(logins: readonly TestOutcome[]): string | undefined {
  if (logins.some(({ status }) => status === 'passed')) return undefined;
  const [login] = logins;
  return login === undefined ? 'no test logs in through it' : `no login through it passed; ${login.title}: ${login.reason ?? login.status}`;
}

function inWords({ code, message }: Problem): string {
  return `${code}: ${message}`;
}

function has(test: TestOutcome, tag: string): boolean {
  return test.tags.includes(`@${tag}`);
}
