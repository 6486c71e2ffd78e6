/** Keeps the teardown the last test of its project, where an overlay's own worker fixtures would push it forward. */
import type { Suite, TestCase } from '@playwright/test/reporter';
import { isTeardownSpec } from './presence.ts';

/**
 * Playwright runs tests that can share a worker together: those with the worker fixtures of the first file come first,
 * and the teardown would be among them. Told (by a private field, hence the checks) that it belongs to the last
 * worker's kind, it runs at the end; without the field, the end of the run still removes what a late test installed.
 */
export function teardownLast(project: Suite): void {
  const tests = project.allTests();
  const kinds = [...new Set(tests.filter(test => !isTeardownSpec(test)).map(kindOf))];
  const last = kinds.at(-1);
  if (last === undefined) return;
  for (const test of tests.filter(isTeardownSpec)) {
    if (kindOf(test) !== undefined) Object.assign(test, { _workerHash: last });
  }
}

function kindOf(test: TestCase): string | undefined {
  return '_workerHash' in test && typeof test._workerHash === 'string' ? test._workerHash : undefined;
}
