/** The reporter that stands first in the list: it masks secrets before any other reporter sees them. */
import type { FullConfig, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { maskError, maskResult, maskStep, tellPlainly } from './mask-live.ts';
import { problemOfRun } from './run-problems.ts';
import { secretsOfRun } from './run-secrets.ts';

/**
 * Written against Playwright's inner reporter interface: the public one hears of errors before the first test
 * (set-up, loading) only after the terminal has shown them.
 */
export default class Masking {
  readonly #mask = (text: string): string => secretsOfRun().mask(text);

  #root = process.cwd();
  #begun = false;

  onConfigure(config: FullConfig): void {
    this.#root = config.rootDir;
  }

  onTestBegin(): void {
    this.#begun = true;
  }

  version(): string {
    return 'v2';
  }

  printsToStdio(): boolean {
    return false;
  }

  onStepEnd(_test: TestCase, _result: TestResult, step: TestStep): void {
    maskStep(step, this.#mask);
  }

  onTestEnd(_test: TestCase, result: TestResult): void {
    maskResult(result, this.#mask);
  }

  onError(error: TestError): void {
    maskError(error, this.#mask);
    if (!this.#begun) tellPlainly(error, problemOfRun(error, this.#root, false));
  }
}
