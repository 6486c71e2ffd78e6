/** What lay there to be run and was not, with the reason: written where it is found, told in the results and on the terminal. */
import { appendLine, readLines } from './json-lines.ts';

export interface NotRun {
  readonly recipe: string;
  /** What it is, for a person, with its files. */
  readonly what: string;
  readonly why: string;
  readonly wayOut: string;
}

export function recordNotRun(runFolder: string, found: NotRun): void {
  appendLine(runFolder, 'notRun', found);
}

/** All of the run, each once: every process of a run finds the same. */
export function readNotRun(runFolder: string): NotRun[] {
  return [...new Map((readLines(runFolder, 'notRun') as NotRun[]).map(found => [JSON.stringify(found), found])).values()];
}

export function notRunText({ what, why, wayOut }: NotRun): string {
  return `${what}: ${why}. Way out: ${wayOut}`;
}
