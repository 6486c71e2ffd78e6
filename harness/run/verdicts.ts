/** Verdicts of a run: what failed and whose fault it was, written by workers as it happens, read by the guard at the end. */
import type { Fault } from '../errors.ts';
import { appendLine, forget, readLines } from './json-lines.ts';

export interface Verdict {
  /** The test in which it happened. */
  testId: string;
  recipe: string;
  /** `ERR_…` */
  code: string;
  fault: Fault;
  message: string;
  wayOut: string;
}

interface TakenBack {
  takenBackOf: string;
}

export function recordVerdict(runFolder: string, verdict: Verdict): void {
  appendLine(runFolder, 'verdicts', verdict);
}

/** Takes back what was recorded for a test so far: the failures were caught, and the test went on. */
export function takeBackVerdicts(runFolder: string, testId: string): void {
  appendLine(runFolder, 'verdicts', { takenBackOf: testId } satisfies TakenBack);
}

/** All verdicts that stand. */
export function readVerdicts(runFolder: string): Verdict[] {
  const lines = readLines(runFolder, 'verdicts') as (Verdict | TakenBack)[];
  return lines.flatMap((line, at) => 'takenBackOf' in line || lines.slice(at).some(later => 'takenBackOf' in later && later.takenBackOf === line.testId) ? [] : [line]);
}

/** For tests that are run anew in the same run. */
export function forgetVerdicts(runFolder: string): void {
  forget(runFolder, 'verdicts');
}
