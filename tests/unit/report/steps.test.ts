/** A test's steps as results keep them: those that somebody named, in two depths, and not more than anybody reads. */
import type { TestStep } from '@playwright/test/reporter';
import { expect, test } from 'vitest';
import { stepsOf } from '../../../harness/report/steps.ts';

const step = (title: string, { category = 'test.step', steps = [], error, duration = 7 }: Partial<TestStep> & { category?: string } = {}): TestStep =>
  ({ title, category, duration, steps, ...(error ? { error } : {}) }) as unknown as TestStep;

test('named steps and their parts are kept, what Playwright names itself is not', () => {
  expect(stepsOf({ steps: [
    step('Before Hooks', { category: 'hook', steps: [step('fixture: api', { category: 'fixture', steps: [step('sign in', { steps: [step('POST /session')] })] })] }),
    step('publish a post', { steps: [step('POST /posts', { steps: [step('deeper')] }), step('expect.toBe', { category: 'expect' })] }),
    step('expect.toPass', { category: 'expect', steps: [step('read it again')] }),
    step('page.goto', { category: 'pw:api' }),
  ] })).toEqual([
    { title: 'sign in', durationMs: 7, depth: 0 }, { title: 'POST /session', durationMs: 7, depth: 1 },
    { title: 'publish a post', durationMs: 7, depth: 0 }, { title: 'POST /posts', durationMs: 7, depth: 1 },
    { title: 'read it again', durationMs: 7, depth: 0 },
  ]);
});

test('a step that failed says so, and one that never ended took no time', () => {
  expect(stepsOf({ steps: [step('wait', { duration: -1, error: { message: 'no' } })] })).toEqual([{ title: 'wait', durationMs: 0, depth: 0, failed: true }]);
});

test('a loop and a novel are cut', () => {
  const novel = 'x'.repeat(100_000);
  const steps = stepsOf({ steps: Array.from({ length: 5_000 }, () => step(novel)) });
  expect(steps).toHaveLength(200);
  expect(JSON.stringify(steps).length).toBeLessThan(200 * 600);
});

test('of a result without any, none', () => {
  expect(stepsOf({})).toEqual([]);
});
