/** The reporter that stands first in the list: it masks secrets before any other reporter sees them. */
import type { Reporter, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { maskError, maskResult, maskStep } from './mask-live.ts';
import { secretsOfRun } from './run-secrets.ts';

export default class Masking implements Reporter {
  readonly #mask = (text: string): string => secretsOfRun()?.mask(text) ?? text;

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
  }
}
