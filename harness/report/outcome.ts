/** Reads a finished Playwright test as an outcome: a skip has a type, a failure has somebody whose fault it is. */
import path from 'node:path';
import type { TestCase, TestError } from '@playwright/test/reporter';
import { packagedName, purposeOf } from '../gate/evidence/purpose.ts';
import { machineTrouble } from '../machine-trouble.ts';
import { packageRoot } from '../package.ts';
import type { Verdict } from '../run/verdicts.ts';
import { didNotRun } from './did-not-run.ts';
import { evidenceOf } from './evidence.ts';
import { markOf } from './fault-mark.ts';
import type { Problem, TestOutcome } from './judge.ts';
import { stepsOf } from './steps.ts';

/** @param verdicts recorded for this test, oldest first */
export function outcomeOf(test: TestCase, root: string, verdicts: readonly Verdict[]): TestOutcome {
  const result = test.results.at(-1);
  const steps = result ? stepsOf(result) : [];
  const [purpose, evidence] = [purposeOf(test.location.file, test.tags), evidenceOf(test)];
  const outcome: Omit<TestOutcome, 'status'> = {
    recipe: test.parent.project()?.name ?? '',
    id: test.id,
    title: titleOf(test),
    file: packagedName(test.location.file) ?? path.relative(root, test.location.file),
    tags: test.tags,
    durationMs: test.results.reduce((sum, { duration }) => sum + Math.max(duration, 0), 0),
    ...(purpose ? { purpose } : {}),
    ...(evidence ? { evidence } : {}),
    ...(steps.length > 0 ? { steps } : {}),
  };
  if (!result || result.status === 'interrupted') {
    return { ...outcome, status: 'unverified', problem: didNotRun };
  }
  if (result.status === 'skipped') {
    const reason = notApplicable(test);
    if (reason !== undefined) return { ...outcome, status: 'not applicable', reason };
    return { ...outcome, status: 'unverified', problem: untypedSkip(test) };
  }
  if (test.outcome() === 'flaky') return { ...outcome, status: 'failed', flaky: true, problem: flaky };
  if (test.ok() && test.outcome() === 'expected') {
    return purpose && !evidence ? { ...outcome, status: 'unverified', problem: notWeighed } : { ...outcome, status: 'passed' };
  }
  const problem = problemOf(result.errors, result.status, verdicts);
  return { ...outcome, status: problem.code === 'ERR_UNVERIFIED' ? 'unverified' : 'failed', problem };
}

/** What passes now and then has shown that the app does not always do it. */
const flaky: Problem = {
  code: 'ERR_FLAKY', fault: 'recipe', message: 'failed, and passed when it was tried again',
  wayOut: 'Find out what it depends on: a test that waits for the right thing needs no second try.',
};

const notWeighed: Problem = {
  code: 'ERR_EVIDENCE_MISSING', fault: 'user', message: 'passed without the gate: nothing is known of what it asserts',
  wayOut: "Import `test` and `expect` from 'recipe-harness'.",
};

/** Why a test that does not apply does not: only a typed skip counts. */
export function notApplicable(test: TestCase): string | undefined {
  for (const { type, description = '' } of test.annotations) {
    if (type.startsWith('not applicable')) return [type.replace(/^not applicable:? ?/, ''), description].filter(Boolean).join(': ');
    if (type === 'skip' && description.startsWith('not applicable: ')) return description.replace('not applicable: ', '');
  }
  return undefined;
}

function titleOf(test: TestCase): string {
  return test.titlePath().slice(3).join(' › ');
}

function untypedSkip(test: TestCase): Problem {
  const marked = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
  // Playwright calls what a failure before it has stopped skipped, too; nobody wrote that, and so it is not annotated.
  if (!marked) return didNotRun;
  return {
    code: 'ERR_SKIP_WITHOUT_TYPE', fault: 'user',
    message: `was skipped without a type${marked.description ? ` (${marked.description})` : ''}`,
    wayOut: 'Declare it in the recipe file under [[declared]], with the blocker and the test that covers what can run.',
  };
}

/** The error's own mark first; else what the machine forced upon it; else what a step recorded; else an error of ours; else an assertion failed, and that is about the recipe. */
function problemOf(errors: readonly TestError[], status: string, verdicts: readonly Verdict[]): Problem {
  const texts = errors.map(textOf);
  const marks = texts.map(markOf).filter(mark => mark !== undefined);
  // Whatever else went wrong may have come of it.
  const mark = marks.find(({ code }) => code === 'ERR_DEPENDENCY_DOWN') ?? marks[0];
  if (mark) return mark;
  const trouble = texts.map(machineTrouble).find(found => found !== undefined);
  if (trouble) return trouble;
  const recorded = verdicts.at(-1);
  if (recorded) return { code: recorded.code, fault: recorded.fault, message: recorded.message, wayOut: recorded.wayOut };
  const [head = `ended as ${status}`] = (texts[0] ?? '').split('\n').filter(line => line.trim() !== '');
  if (errors[0] && thrownByHarness(errors[0])) {
    return { code: 'ERR_UNEXPECTED', fault: 'harness', message: head.replace(/^Error: /, ''), wayOut: 'Report this: it is an error that the harness did not foresee.' };
  }
  return { code: status === 'timedOut' ? 'ERR_TEST_TIMEOUT' : 'ERR_ASSERTION', fault: 'recipe', message: head.replace(/^Error: /, '') };
}

/** Whether an error without a mark was thrown in the harness's own code, or in a library that it called. */
function thrownByHarness(error: TestError): boolean {
  const own = path.join(packageRoot, 'harness') + path.sep;
  const frames = [...(error.stack ?? '').matchAll(/^\s+at (?:async )?(?:.*\()?(?:file:\/\/)?(\/[^\n:)]+):\d+:\d+\)?$/gm)].map(([, file = '']) => file);
  return frames.find(file => file.startsWith(own) || !file.includes(`${path.sep}node_modules${path.sep}`))?.startsWith(own) ?? false;
}

/** An error's message without colours. */
export function textOf(error: TestError): string {
  return (error.message ?? error.value ?? error.stack ?? '').replace(/\u001b\[[0-9;]*m/g, '');
}
