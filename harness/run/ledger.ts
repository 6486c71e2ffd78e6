/** What a run has made and is about to make: an append-only file that outlives every process of the run. */
export class Ledger {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }
}
