/** From what happened to a verdict: per recipe green, red or unverified, whose fault, and the exit code of the run. */
import { exitCodes, type Fault, gravestFirst } from '../errors.ts';
import type { Evidence } from './evidence.ts';
import type { Purpose } from '../gate/evidence/purpose.ts';
import type { NotRun } from '../run/not-run.ts';
import type { Step } from './steps.ts';

export type TestStatus = 'passed' | 'failed' | 'not applicable' | 'unverified';

/** A test's end, as the guard saw it. */
export interface TestOutcome {
  recipe: string;
  id: string;
  title: string;
  file: string;
  tags: string[];
  status: TestStatus;
  /** Of an overlay's test that says what the app is for. */
  purpose?: Purpose;
  durationMs: number;
  /** Why it failed, was skipped or did not run. */
  problem?: Problem;
  /** For `not applicable`: the typed reason. */
  reason?: string;
  /** What its assertions rest on. */
  evidence?: Evidence;
  steps?: Step[];
  /** It failed, and passed when it was tried again. */
  flaky?: true;
}

export interface Problem {
  code: string;
  fault: Fault;
  message: string;
  wayOut?: string | undefined;
  /** True where the terminal has shown it already. */
  told?: boolean;
}

export interface Happened {
  tests: readonly TestOutcome[];
  /** Of the run as a whole: set-up, loading, teardown, a missing spec, a secret found. */
  problems: readonly Problem[];
  /** Problems of one recipe that are no test's. */
  recipeProblems: readonly { recipe: string; problem: Problem }[];
  /** What narrowed the selection. Empty: everything ran that should. */
  narrowedBy: readonly string[];
  /** Recipes that never met their real app, with the reason. */
  unproven: Readonly<Record<string, string>>;
  /** Recipes that have no overlay: nothing but the generic specs tells of them. */
  genericOnly: readonly string[];
  interrupted: boolean;
  /** What lay there and was not run, such as an overlay that nobody approved. It decides no verdict. */
  notRun: readonly NotRun[];
}

export interface RecipeVerdict {
  recipe: string;
  word: 'green' | 'red' | 'unverified' | 'unproven';
  fault: Fault | undefined;
  partial: boolean;
  genericOnly: boolean;
  tests: readonly TestOutcome[];
  problems: readonly Problem[];
  notRun: readonly NotRun[];
}

export interface RunVerdict {
  exitCode: number;
  recipes: readonly RecipeVerdict[];
  problems: readonly Problem[];
}

export function judge(happened: Happened): RunVerdict {
  const names = [...new Set([...happened.tests.map(test => test.recipe), ...happened.recipeProblems.map(found => found.recipe)])];
  const recipes = names.map(recipe => judgeRecipe(recipe, happened));
  const problems = [...happened.problems];
  if (names.length === 0 && problems.length === 0 && !happened.interrupted) {
    problems.push({
      code: 'ERR_NO_TESTS', fault: 'user', message: 'No test was selected, so nothing was proved.',
      wayOut: 'Look at what narrows the selection, or list the tests with --list.',
    });
  }
  const faults = [...problems.map(problem => problem.fault), ...recipes.map(recipe => recipe.fault)];
  const gravest = gravestFirst.find(fault => faults.includes(fault));
  return { exitCode: happened.interrupted ? 130 : gravest === undefined ? 0 : exitCodes[gravest], recipes, problems };
}

function judgeRecipe(recipe: string, happened: Happened): RecipeVerdict {
  const tests = happened.tests.filter(test => test.recipe === recipe);
  const problems = happened.recipeProblems.filter(found => found.recipe === recipe).map(found => found.problem);
  const unproven = happened.unproven[recipe];
  const genericOnly = happened.genericOnly.includes(recipe);
  const partial = happened.narrowedBy.length > 0;
  if (!partial && !happened.interrupted && happened.problems.length === 0 && problems.length === 0) problems.push(...tooFew(recipe, tests, genericOnly));
  const bad = [...problems, ...tests.flatMap(test => test.problem ?? [])];
  const failed = problems.length > 0 || tests.some(test => test.status === 'failed');
  const unverified = tests.some(test => test.status === 'unverified');
  if (unproven !== undefined && bad.length === 0) {
    problems.push({ code: 'ERR_UNPROVEN', fault: 'environment', message: `${recipe} never met its real app: ${unproven}.`, wayOut: 'Run it against a real server, then take `unproven` out of its recipe file.' });
  }
  const fault = gravestFirst.find(candidate => [...bad, ...problems].some(problem => problem.fault === candidate));
  return {
    recipe, tests, problems, fault,
    notRun: happened.notRun.filter(found => found.recipe === recipe),
    word: failed ? 'red' : unverified ? 'unverified' : unproven === undefined ? 'green' : 'unproven',
    partial, genericOnly,
  };
}

/** One test of its own is a trial, two begin to say what an app is for. Where something else went wrong, that is told instead. */
const fewestOwn = 2;

function tooFew(recipe: string, tests: readonly TestOutcome[], genericOnly: boolean): Problem[] {
  if (genericOnly || tests.some(test => test.status === 'failed' || test.status === 'unverified')) return [];
  const own = tests.filter(test => test.purpose === 'functional' && (test.status === 'passed' || test.reason?.startsWith('declared')));
  if (own.length >= fewestOwn) return [];
  return [{
    code: 'ERR_EVIDENCE_TOO_FEW', fault: 'user',
    message: `${recipe} has an overlay, and ${own.length === 0 ? 'no functional test' : 'one functional test'} of its own ran: at least ${fewestOwn} must.`,
    wayOut: "Write what the app is for into overlays/<recipe>/functional/, or tag it '@functional'; a recipe without an overlay is generic only, and says so.",
  }];
}
