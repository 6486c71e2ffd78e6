/** What a test did, in its own words: the steps of the harness and of the spec, in two depths. */
import type { TestResult, TestStep } from '@playwright/test/reporter';
import type { Results } from './results-schema.ts';

export type Step = Results['tests'][number]['steps'][number];

/** A loop in a test makes more than anybody reads. */
const most = 200;
const longestTitle = 500;

export function stepsOf({ steps = [] }: Pick<Partial<TestResult>, 'steps'>): Step[] {
  return spoken(steps).slice(0, most).flatMap(step => [shown(step, 0), ...spoken(step.steps).slice(0, most).map(part => shown(part, 1))]).slice(0, most);
}

/** Steps that somebody named. A hook, a fixture or an assertion is no step of the story, but what was named within it is. */
function spoken(steps: readonly TestStep[]): TestStep[] {
  return steps.flatMap(step => step.category === 'test.step' ? step : spoken(step.steps));
}

function shown({ title, duration, error }: TestStep, depth: 0 | 1): Step {
  return { title: title.length > longestTitle ? `${title.slice(0, longestTitle)}…` : title, durationMs: Math.max(duration, 0), depth, ...(error ? { failed: true as const } : {}) };
}
