import { expect, test } from 'vitest';
import { ofPlaywright, ofVitest } from '../../../scripts/runners.mjs';
import { Stages } from '../../../scripts/stages.mjs';

const quiet = async (work: () => Promise<string>) => {
  const log = console.log;
  console.log = () => undefined;
  try { return await work(); } finally { console.log = log; }
};

test('given failed tests of two runners, the end of a long log names each with the head of its message', async () => {
  const recap = await quiet(async () => {
    const stages = new Stages();
    await stages.run('unit', () => ofVitest({
      numPassedTests: 3,
      testResults: [
        { name: 'a.test.ts', status: 'failed', message: '', assertionResults: [{ status: 'failed', fullName: 'adds up', failureMessages: ['\u001b[31mexpected 2\u001b[39m\n  at a.ts:1'] }, { status: 'passed', fullName: 'counts', failureMessages: [] }] },
        { name: 'b.test.ts', status: 'failed', message: 'cannot be imported', assertionResults: [] },
      ],
    }));
    await stages.run('lab', () => ofPlaywright({
      stats: { expected: 7 }, errors: [],
      suites: [{ suites: [{ specs: [{ file: 'life.spec.ts', line: 12, title: 'leaves nothing', tests: [{ status: 'unexpected', results: [{ errors: [{ message: 'a volume is left' }] }] }] }] }] }],
    }));
    expect([stages.passed, stages.failed]).toEqual([10, 3]);
    return stages.recap();
  });
  expect(recap).toContain('✘ a.test.ts › adds up\n    expected 2\n      at a.ts:1');
  expect(recap).toContain('✘ b.test.ts\n    cannot be imported');
  expect(recap).toContain('✘ life.spec.ts:12 › leaves nothing\n    a volume is left');
});

test('given a runner that broke outside of any test, that is the failure', () => {
  expect(ofPlaywright({ stats: { expected: 0 }, errors: [{ message: 'globalSetup: no lab' }], suites: [] }))
    .toEqual({ passed: 0, failed: 1, failures: [{ name: 'outside of any test', message: 'globalSetup: no lab' }] });
});

test('given nothing failed, nothing is told again', () => {
  expect(new Stages().recap()).toBe('');
});
