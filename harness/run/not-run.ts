/** What lay there to be run and was not, with the reason: written where it is found, told in the results and on the terminal. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface NotRun {
  readonly recipe: string;
  /** What it is, for a person, with its files. */
  readonly what: string;
  readonly why: string;
  readonly wayOut: string;
}

/** One short write, so that lines of several workers never mix. */
export function recordNotRun(runFolder: string, found: NotRun): void {
  appendFileSync(fileOf(runFolder), `${JSON.stringify(found)}\n`, { mode: 0o600 });
}

/** All of the run, each once: every process of a run finds the same. */
export function readNotRun(runFolder: string): NotRun[] {
  let text: string;
  try {
    text = readFileSync(fileOf(runFolder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return [...new Set(text.split('\n').slice(0, -1))].map(line => JSON.parse(line) as NotRun);
}

export function notRunText({ what, why, wayOut }: NotRun): string {
  return `${what}: ${why}. Way out: ${wayOut}`;
}

function fileOf(runFolder: string): string {
  return join(runFolder, 'not-run.jsonl');
}
