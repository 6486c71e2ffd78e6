/** What a run has made and is about to make: an append-only file that outlives every process of the run. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { fold, type LedgerView } from './ledger-view.ts';
import { wholeLines } from './json-lines.ts';
import type { LedgerRecord, Written } from './records.ts';

export class Ledger {
  readonly file: string;
  readonly #now: () => Date;
  #descriptor: number | undefined;

  constructor(file: string, now: () => Date = () => new Date()) {
    this.file = file;
    this.#now = now;
  }

  /** On disk when this returns. Several processes may write at once: one record is one write to an appending file. */
  append(record: LedgerRecord): void {
    this.#descriptor ??= openSync(this.file, 'a', 0o600);
    // The leading newline sets a record off from one that its writer did not live to finish.
    const line = Buffer.from(`\n${JSON.stringify({ at: this.#now().toISOString(), ...record })}\n`);
    // A disk that fills up takes the beginning without a word.
    if (writeSync(this.#descriptor, line) < line.length) throw new Error(`ENOSPC: no space left for a whole record, write '${this.file}'`);
    fsyncSync(this.#descriptor);
  }

  /** All whole records, in the order in which they were written. */
  read(): Written[] {
    return parseLedger(contentOf(this.file));
  }

  /** What the records come to: the apps and their states, processes under way, verdicts. */
  view(): LedgerView {
    return fold(this.read());
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** Torn lines are left out: what was being written when its writer died was not yet begun. */
export function parseLedger(text: string): Written[] {
  return wholeLines(text).filter(isRecord);
}

function isRecord(value: object): value is Written {
  return 'kind' in value && 'at' in value;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
