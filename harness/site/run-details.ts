/** What a recipe's page tells of each run beyond its line. */
import type { Results } from '../report/results-schema.ts';
import type { Run } from './read-folder.ts';

export interface RunDetails {
  readonly run: Run;
  readonly stages: readonly Pick<Results['stages'][number], 'stage' | 'durationMs' | 'waits'>[];
  readonly tests: readonly { readonly key: string; readonly title: string; readonly status: Results['tests'][number]['status']; readonly flaky: boolean }[];
  /** Bytes; null where it was not seen. */
  readonly memory: number | null;
}

export function detailsOf({ stages, tests, memory }: Results, run: Run): RunDetails {
  return {
    run, memory: memory?.peak ?? null,
    stages: stages.map(({ stage, durationMs, waits }) => ({ stage, durationMs, waits })),
    tests: tests.map(({ file, title, status, flaky }) => ({ key: `${file} ${title}`, title, status, flaky: flaky === true })),
  };
}
