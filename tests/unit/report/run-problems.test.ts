/** Errors that belong to no test: whose fault they are. */
import { expect, test } from 'vitest';
import { globalTimeout, problemOfRun } from '../../../harness/report/run-problems.ts';

test.each(['global setup', 'test suite', 'teardown for test suite', 'teardown for apply rebaselines'])('a globalTimeout that strikes in the %s is a globalTimeout', where => {
  expect(problemOfRun({ message: `Timed out waiting 6s for the ${where} to run` }, '/project', false)).toBe(globalTimeout);
});
