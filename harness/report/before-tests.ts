/** What is settled before any test runs: nothing is tried twice, and what a recipe file declares as not run is skipped with its reason. */
import type { Suite, TestRun } from '@playwright/test/reporter';
import type { RecipeMetadata } from './metadata.ts';

export function settle(suite: Suite, testRun: TestRun): void {
  refuseRetries(suite);
  for (const project of suite.suites) {
    const declared = (project.project()?.metadata as RecipeMetadata | undefined)?.declared ?? [];
    for (const { rung, blocker } of declared) {
      for (const test of project.allTests().filter(({ tags }) => tags.includes(`@${rung}`))) {
        testRun.skip(test, `not applicable: declared: ${blocker}`);
      }
    }
  }
}

/** Whoever asks for them, a config, a `describe` or the command line: what passes at the second try would be told as green. */
function refuseRetries(suite: Suite): void {
  const retried = suite.allTests().filter(test => test.retries > 0);
  for (const test of retried) test.retries = 0;
  if (retried.length > 0) process.stderr.write(`Retries are off: ${retried.length === 1 ? 'one test asks' : `${retried.length} tests ask`} for them. A test that passes at its second try has shown that the app does not always do it.\n`);
}
