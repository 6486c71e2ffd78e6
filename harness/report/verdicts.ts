/** Verdicts of a run: what failed and whose fault it was, written by workers as it happens, read by the guard at the end. */
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Fault } from '../errors.ts';

export interface Verdict {
  /** The test in which it happened; undefined for the run as a whole. */
  testId?: string;
  recipe: string;
  /** `ERR_…` */
  code: string;
  fault: Fault;
  message: string;
  wayOut: string;
}

/** Appends one verdict; one short write, so that lines of several workers never mix. */
export function recordVerdict(runFolder: string, verdict: Verdict): void {
  append(runFolder, verdict);
}

/** Takes back what was recorded for a test so far: the failures were caught, and the test went on. */
export function takeBackVerdicts(runFolder: string, testId: string): void {
  append(runFolder, { takenBackOf: testId });
}

/** All verdicts that stand; a torn last line, of a worker that was killed, is left out. */
export function readVerdicts(runFolder: string): Verdict[] {
  let text: string;
  try {
    text = readFileSync(fileOf(runFolder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const lines = text.split('\n').slice(0, -1).filter(Boolean).map(line => JSON.parse(line) as Verdict | { takenBackOf: string });
  return lines.flatMap((line, at) => 'takenBackOf' in line || lines.slice(at).some(later => 'takenBackOf' in later && later.takenBackOf === line.testId) ? [] : [line]);
}

function append(runFolder: string, line: Verdict | { takenBackOf: string }): void {
  appendFileSync(fileOf(runFolder), `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

function fileOf(runFolder: string): string {
  return path.join(runFolder, 'verdicts.jsonl');
}
