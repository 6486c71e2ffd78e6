/** The reporter of a run that proves tests: a line for each on the terminal, and all that the matrix needs in a file. */
import { realpathSync, writeFileSync } from 'node:fs';
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { genericSpecs, teardownSpecs } from '../../package.ts';
import { outcomeOf, textOf } from '../../report/outcome.ts';
import type { TestOutcome } from '../../report/judge.ts';
import { runFolder } from '../../report/run-secrets.ts';
import { readVerdicts } from '../../run/verdicts.ts';
import { guestFile } from '../../run/guest.ts';

/** A finished test, as the matrix wants it. */
export interface ToldTest extends TestOutcome {
  readonly line: number;
  /** Every recipe passes it; it is no test of the overlay. */
  readonly generic: boolean;
  /** What it asked of the fixture `sso`: tokens, a login. */
  readonly asked: readonly string[];
}

export interface Told {
  readonly tests: readonly ToldTest[];
  /** Of the run as a whole, and no test's. */
  readonly errors: readonly string[];
}

const marks: Readonly<Record<string, string>> = { passed: 'green', skipped: 'skipped' };

export default class Tell implements Reporter {
  readonly #errors: string[] = [];
  readonly #generic = new Set([...genericSpecs(), ...teardownSpecs()].map(real));
  #root = process.cwd();
  #suite: Suite | undefined;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#root = config.rootDir;
    this.#suite = suite;
  }

  onTestEnd(test: TestCase, { status, duration }: TestResult): void {
    process.stdout.write(`    ${(marks[status] ?? 'red').padEnd(7)} ${(Math.max(duration, 0) / 1_000).toFixed(1).padStart(6)} s  ${test.title}\n`);
  }

  onError(error: TestError): void {
    this.#errors.push(textOf(error));
  }

  async onEnd(): Promise<undefined> {
    const folder = runFolder();
    const verdicts = folder === undefined ? [] : readVerdicts(folder);
    const tests = (this.#suite?.allTests() ?? []).map((test): ToldTest => ({
      ...outcomeOf(test, this.#root, verdicts.filter(found => found.testId === test.id)),
      line: test.location.line,
      generic: this.#generic.has(real(test.location.file)),
      asked: test.annotations.filter(({ type }) => type === 'sso').flatMap(({ description }) => description ?? []),
    }));
    const file = guestFile();
    if (file !== undefined) writeFileSync(file, JSON.stringify({ tests, errors: this.#errors } satisfies Told), { mode: 0o600 });
  }
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
