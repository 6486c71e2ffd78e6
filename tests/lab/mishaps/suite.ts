/** The real `playwright test` in a workspace of its own, watched while it runs; its state lies elsewhere, as a user's does. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, ThrowawayProject } from '../input/throwaway-project.ts';
import { LiveProcess } from '../life/live-process.ts';
import { expect, recipe, type Stage, withoutRun } from '../life/stage.ts';
import { suiteEnvironment } from '../suite/run-suite.ts';

export interface Problem { code: string; fault: string; message: string; wayOut?: string }

export interface Results {
  verdict: string;
  fault: string | null;
  exitCode: number;
  tests: { title: string; status: string; problem?: Problem }[];
  verdicts: Problem[];
}

/** A workspace whose target is the stage's; files given are added, or stand instead. */
export function workspace(stage: Stage, files: Files = {}): ThrowawayProject {
  return new ThrowawayProject({ 'harness.toml': readFileSync(join(stage.root, 'harness.toml'), 'utf8'), ...files });
}

export class Suite extends LiveProcess {
  readonly project: ThrowawayProject;

  constructor(stage: Stage, project: ThrowawayProject, args: readonly string[]) {
    const cli = join(project.root, 'node_modules', '@playwright', 'test', 'cli.js');
    super(process.execPath, [cli, 'test', `--project=${recipe}`, '--reporter=list', ...args], {
      cwd: project.root, env: { ...withoutRun(), ...suiteEnvironment(), RECIPE_HARNESS_STATE: stage.stateFolder },
    });
    this.project = project;
    stage.watch(this);
  }

  get id(): string | undefined {
    return this.lines.map(line => /^\s*run ([0-9a-f]{6}), its files in /.exec(line)?.[1]).find(id => id !== undefined);
  }

  async runId(): Promise<string> {
    await this.until(/^\s*run [0-9a-f]{6}, its files in /);
    return this.id ?? '';
  }

  /** What the results say, once the process has ended; every run here is narrowed. */
  get results(): Results {
    const file = join(this.project.root, 'results', recipe, 'partial.json');
    if (!existsSync(file)) throw new Error(`no partial.json:\n${this.output}`);
    return JSON.parse(readFileSync(file, 'utf8')) as Results;
  }

  /** The first problem of a test that failed, as machines read it. */
  get problem(): Problem | undefined {
    return this.results.tests.find(each => each.status === 'failed')?.problem;
  }
}

/** The end of a run that the environment has spoilt: its exit code, its verdict in results and on the terminal, and nothing left. */
export async function expectEnvironment(stage: Stage, suite: Suite, expected: { code: string; message: RegExp; wayOut: RegExp }): Promise<void> {
  const exitCode = await suite.exited;
  const left = await stage.traces(await suite.runId());
  expect(suite.problem, suite.output).toMatchObject({ code: expected.code, fault: 'environment', message: expect.stringMatching(expected.message), wayOut: expect.stringMatching(expected.wayOut) });
  expect(suite.results).toMatchObject({ verdict: 'red', fault: 'environment', exitCode: 3 });
  expect(exitCode, suite.output).toBe(3);
  expect(suite.output).toContain(`[${expected.code}]`);
  expect(left, suite.output).toEqual([]);
}
