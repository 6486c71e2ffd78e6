/** Given tests that did not run, when the run is judged, then they are blamed on what stopped them, and on the harness only where nobody knows. */
import { expect, test } from 'vitest';
import type { Fault } from '../../../harness/errors.ts';
import { blameWhatStopped, didNotRun, type Stopped } from '../../../harness/report/did-not-run.ts';
import type { Problem, TestOutcome } from '../../../harness/report/judge.ts';

const problem = (fault: Fault, code = 'ERR_X'): Problem => ({ code, fault, message: `${fault} did it` });
const outcome = (more: Partial<TestOutcome>): TestOutcome => ({ recipe: 'ghost', id: '1', title: 'posts', file: 'own.spec.ts', tags: [], status: 'failed', durationMs: 1, ...more });
const stranded = outcome({ status: 'unverified', problem: didNotRun });
const failed = (fault: Fault, recipe = 'ghost') => outcome({ recipe, problem: problem(fault) });
const resting = (fault: Fault) => outcome({ status: 'unverified', problem: problem(fault, 'ERR_UNVERIFIED') });

test.each<[string, TestOutcome[], Partial<Stopped>, Fault]>([
  ['what ended the run, before any failure', [failed('recipe')], { run: problem('environment'), otherwise: problem('user') }, 'environment'],
  ['the first failure of their recipe', [failed('user', 'kinto'), failed('recipe'), failed('environment')], { otherwise: problem('harness') }, 'recipe'],
  ["another recipe's failure, where their own has none", [failed('environment', 'kinto')], { otherwise: problem('harness') }, 'environment'],
  ['a failure rather than what rests on one', [resting('environment'), failed('recipe')], {}, 'recipe'],
  ['what rests on a failure of an earlier run', [resting('environment')], {}, 'environment'],
  ['what else befell the run', [outcome({ status: 'passed' })], { otherwise: problem('environment') }, 'environment'],
  ['the harness, where nothing is known', [outcome({ status: 'passed' })], {}, 'harness'],
])('%s', (_cause, others, stopped, fault) => {
  const judged = blameWhatStopped([stranded, ...others], { run: undefined, otherwise: undefined, ...stopped });
  expect(judged[0]).toMatchObject({ status: 'unverified', problem: { code: 'ERR_DID_NOT_RUN', fault } });
  expect(judged.slice(1), 'nothing else is touched').toEqual(others);
});

test('a skip that somebody wrote stops nothing', () => {
  const skipped = outcome({ status: 'unverified', problem: problem('user', 'ERR_SKIP_WITHOUT_TYPE') });
  expect(blameWhatStopped([skipped, stranded, failed('recipe')], { run: undefined, otherwise: undefined })[1]?.problem?.fault).toBe('recipe');
});
