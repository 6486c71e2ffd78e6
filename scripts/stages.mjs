// Stages of a long script: each told when it begins, timed, and listed in a closing table, with what failed told once more.
import { stripVTControlCharacters } from 'node:util';

export class Stages {
  #rows = [];
  #failures = [];
  #begun = performance.now();

  /** Runs one stage. `work` returns `{ passed, failed, failures? }`, or an exit code that counts as one of either, or nothing. */
  async run(name, work) {
    console.log(`\n== ${name}`);
    const begun = performance.now();
    let counts;
    try {
      const result = await work();
      counts = typeof result === 'number' ? { passed: result === 0 ? 1 : 0, failed: result === 0 ? 0 : 1 } : result ?? { passed: 0, failed: 0 };
    } catch (error) {
      console.error(error.exitCode === undefined ? error.stack : error.message);
      counts = { passed: 0, failed: 1 };
    }
    this.#rows.push({ name, ms: performance.now() - begun, passed: counts.passed, failed: counts.failed });
    this.#failures.push(...(counts.failures ?? []));
    return counts.failed === 0;
  }

  /** A stage that could not begin counts as failed. */
  skip(name, why) {
    this.#rows.push({ name: `${name} (not run: ${why})`, ms: 0, passed: 0, failed: 1 });
  }

  get passed() { return this.#rows.reduce((sum, row) => sum + row.passed, 0); }
  get failed() { return this.#rows.reduce((sum, row) => sum + row.failed, 0); }

  table() {
    const rows = [...this.#rows, { name: 'all', ms: performance.now() - this.#begun, passed: this.passed, failed: this.failed }];
    const width = Math.max(...rows.map(row => row.name.length));
    const seconds = ms => `${(ms / 1_000).toFixed(1)} s`.padStart(9);
    return ['', ...rows.map(row => `${row.name.padEnd(width)} ${seconds(row.ms)}${row.passed + row.failed === 0 ? '' : `  ${row.passed} passed, ${row.failed} failed`}`)].join('\n');
  }

  /** The failures once more, below everything that was printed since: name and head of the message. */
  recap() {
    const head = message => stripVTControlCharacters(message).split('\n').slice(0, 25).map(line => `    ${line}`.trimEnd()).join('\n');
    return this.#failures.map(({ name, message }) => `\n  ✘ ${name}\n${head(message)}`).join('\n');
  }

  /** What failed, the table, the sum in the last line, and the exit status. From "== in short" on, `.ci/run` repeats it at its own end. */
  close() {
    console.log('\n== in short');
    console.log(this.recap());
    console.log(this.table());
    process.exitCode = this.failed > 0 ? 1 : 0;
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
  }
}
