/** What a run's processes tell its end: files in its folder of one JSON object a line, each line one write, so that several may write at once. */
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const files = { learned: 'learned.jsonl', memory: 'memory.jsonl', notRun: 'not-run.jsonl', underTest: 'under-test.jsonl', verdicts: 'verdicts.jsonl' } as const;

export type Told = keyof typeof files;

export function appendLine(runFolder: string, told: Told, line: object): void {
  // The leading newline sets it off from a line whose writer died over it.
  appendFileSync(join(runFolder, files[told]), `\n${JSON.stringify(line)}\n`, { mode: 0o600 });
}

/** Every whole line, in the order in which they were written. */
export function readLines(runFolder: string, told: Told): object[] {
  try {
    return wholeLines(readFileSync(join(runFolder, files[told]), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** For a run that is taken up again: what was told of it before is not about it now. */
export function forgetLines(runFolder: string): void {
  for (const told of Object.keys(files) as Told[]) forget(runFolder, told);
}

export function forget(runFolder: string, told: Told): void {
  rmSync(join(runFolder, files[told]), { force: true });
}

/** The objects among the lines of a text; torn lines, of processes that were killed, are left out. */
export function wholeLines(text: string): object[] {
  return text.split('\n').flatMap(line => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? [value] : [];
    } catch {
      return [];
    }
  });
}
