/** What a recipe's page tells of each run beyond its line. */
import type { Results } from '../report/results-schema.ts';
import type { Run } from './read-folder.ts';

export interface RunDetails {
  readonly run: Run;
  /** The recipe had changes that no commit holds. */
  readonly dirty: boolean;
  readonly stages: readonly Pick<Results['stages'][number], 'stage' | 'durationMs' | 'waits'>[];
  readonly tests: readonly { readonly key: string; readonly title: string; readonly status: Results['tests'][number]['status']; readonly flaky: boolean; readonly fault: Results['fault'] }[];
  /** Bytes; null where it was not seen. */
  readonly memory: number | null;
}

export function detailsOf({ underTest, stages, tests, memory }: Results, run: Run): RunDetails {
  return {
    run, dirty: underTest?.dirty ?? false, memory: memory?.peak ?? null,
    stages: stages.map(({ stage, durationMs, waits }) => ({ stage, durationMs, waits })),
    tests: tests.map(({ file, title, status, flaky, problem }) => ({ key: `${file} ${title}`, title, status, flaky: flaky === true, fault: problem?.fault ?? null })),
  };
}
