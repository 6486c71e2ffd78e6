/** A run in this process, whose steps are timed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetRealm } from '../harness/deps/forget-realm.ts';
import type { Progress } from '../harness/progress.ts';
import { endRun, startRun, type Run } from '../harness/run/run.ts';
import { loadSettings } from '../harness/settings/settings.ts';
import type { Project } from './project.ts';

export interface Step { readonly title: string; readonly ms: number }

export class TimedRun {
  readonly run: Run;
  /** In the order in which they ended. */
  readonly steps: Step[];
  readonly context: { readonly slot: number; readonly progress: Progress };

  private constructor(run: Run, steps: Step[], progress: Progress) {
    this.run = run;
    this.steps = steps;
    this.context = { slot: 0, progress };
  }

  /** Starts a run on the recipes of a project; `catalogue` names those of the lab that it has besides. */
  static async start(project: Project, catalogue: Readonly<Record<string, string>> = {}): Promise<TimedRun> {
    for (const [name, toml] of Object.entries(catalogue)) writeFileSync(join(project.root, 'recipes', `${name}.toml`), toml);
    const steps: Step[] = [];
    const progress: Progress = {
      async step(title, body) {
        const begun = performance.now();
        try {
          return await body();
        } finally {
          steps.push({ title, ms: performance.now() - begun });
        }
      },
      note: () => undefined,
      attach: async () => undefined,
    };
    const run = await startRun(loadSettings(project.root), progress);
    return new TimedRun(run, steps, progress);
  }

  /** Milliseconds of the last step with such a title; 0 where there was none. */
  last(title: RegExp): number {
    return this.steps.findLast(step => title.test(step.title))?.ms ?? 0;
  }

  async end(): Promise<void> {
    const { leftovers } = await endRun(this.run, this.context.progress, forgetRealm);
    if (leftovers.length > 0) throw new Error(`the run left ${leftovers.join(', ')}`);
  }
}
