/** A project and a state folder of a test's own on the lab, runners to strike at, and a look for whatever they leave. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test as base } from '@playwright/test';
import { backupBot } from '../../../harness/abra/facts.ts';
import { snapshotsOf } from '../../../harness/run/forget-snapshots.ts';
import { findLease } from '../../../harness/run/lease.ts';
import { appLock, holderOf, runLock } from '../../../harness/run/lock.ts';
import { appName, stackName } from '../../../harness/run/naming.ts';
import { processesWithEnv } from '../../../harness/run/process.ts';
import { readTarget } from '../../../harness/settings/settings.ts';
import type { Target } from '../../../harness/settings/target.ts';
import { Engine } from '../../../harness/swarm/engine.ts';
import { leftovers } from '../../../harness/swarm/leftovers.ts';
import { labTarget, targetFile } from '../lab.ts';
import { LiveProcess } from './live-process.ts';

export const recipe = 'custom-html';

export class Stage {
  readonly root: string;
  readonly stateFolder: string;
  readonly engine: Engine;
  readonly #runners: (LiveProcess & { readonly id: string | undefined })[] = [];
  readonly #target: Target;

  /** @param file target.toml of a lab; by default of the one that is up for all tests */
  constructor(root: string, engine: Engine, file = targetFile()) {
    this.root = root;
    this.#target = readTarget(file);
    this.stateFolder = join(root, 'state');
    this.engine = engine;
    mkdirSync(join(root, 'recipes'), { recursive: true });
    writeFileSync(join(root, 'harness.toml'), readFileSync(file));
    writeFileSync(join(root, 'recipes', `${recipe}.toml`), `memory = "64M"\n[source]\ncatalogue = "${recipe}"\n`);
  }

  /** Starts a run that does these deeds, in a process group of its own. */
  start(deeds: readonly string[], env: NodeJS.ProcessEnv = {}): Runner {
    return this.watch(new Runner(this, deeds, env));
  }

  /** Sees to it that the process ends with the stage, and that nothing of its run is left then. */
  watch<Watched extends LiveProcess & { readonly id: string | undefined }>(runner: Watched): Watched {
    this.#runners.push(runner);
    return runner;
  }

  /** What is left of a run anywhere, each by its name; empty when nothing is. */
  async traces(runId: string): Promise<string[]> {
    const domain = appName(runId, recipe, this.#target.zone);
    const folder = join(this.stateFolder, 'runs', runId);
    const [things, lease, snapshots] = await Promise.all([
      leftovers(this.engine, stackName(domain)), findLease(this.engine, runId), this.#snapshots(domain),
    ]);
    const processes = [...processesWithEnv('ABRA_DIR', join(folder, 'abra')), ...processesWithEnv('HARNESS_RUN_FOLDER', folder), ...reapersOf(folder)];
    const locks = [appLock(this.stateFolder, domain), runLock(this.stateFolder, runId, 'runner'), runLock(this.stateFolder, runId, 'reaper')];
    const held = await Promise.all(locks.map(holderOf));
    const env = join(folder, 'abra', 'servers', this.#target.server, `${domain}.env`);
    return [
      ...things.map(thing => `${thing.kind} ${thing.name}`),
      ...(lease ? [`lease of run ${runId}`] : []),
      ...snapshots.map(id => `snapshot ${id}`),
      ...processes.map(process => `process ${process.pid}`),
      ...held.flatMap(holder => holder ? [`lock held by ${holder.pid}, ${holder.what}`] : []),
      ...(existsSync(env) ? [`file ${env}`] : []),
    ];
  }

  async close(): Promise<void> {
    for (const runner of this.#runners) runner.strike('SIGKILL', 'group');
    for (const runner of this.#runners) if (runner.id !== undefined) await this.expectNoTraces(runner.id, 60_000);
  }

  /** Waits until nothing is left of the run and returns the milliseconds that it took. */
  async expectNoTraces(runId: string, withinMs = 15_000): Promise<number> {
    const begin = performance.now();
    await expect.poll(() => this.traces(runId), { message: `what is left of run ${runId}`, timeout: withinMs, intervals: [100] }).toEqual([]);
    return Math.round(performance.now() - begin);
  }

  async #snapshots(domain: string): Promise<string[]> {
    const bot = await this.engine.containerByServiceLabel(backupBot.enabledLabel);
    if (!bot) return [];
    const { stdout } = await this.engine.exec(bot, ['restic', '--no-lock', 'snapshots', '--json']);
    return snapshotsOf(stdout, { domain, stack: stackName(domain), snapshots: [] });
  }
}

/** The runner without Playwright. */
export class Runner extends LiveProcess {
  constructor(stage: Stage, deeds: readonly string[], env: NodeJS.ProcessEnv) {
    const script = fileURLToPath(new URL('runner.ts', import.meta.url));
    super(process.execPath, [script, stage.root, recipe, ...deeds], { env: { ...withoutRun(), RECIPE_HARNESS_STATE: stage.stateFolder, ...env } });
  }

  get id(): string | undefined {
    return this.lines.map(line => /^folder .*\/([0-9a-f]{6})$/.exec(line)?.[1]).find(id => id !== undefined);
  }

  async runId(): Promise<string> {
    await this.until(/^folder /);
    return this.id ?? '';
  }
}

/** Reapers are known by their argument: their environment names no run. */
export function reapersOf(folder: string): { pid: number }[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(name => {
    try {
      const [, main = '', runFolder] = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      return main.endsWith('reaper/main.ts') && runFolder === folder ? [{ pid: Number(name) }] : [];
    } catch {
      return [];
    }
  });
}

export function withoutRun(): NodeJS.ProcessEnv {
  const { HARNESS_RUN_FOLDER: _folder, HARNESS_RUN: _run, HARNESS_KEEP: _keep, ...env } = process.env;
  return env;
}

export const test = base.extend<{ stage: Stage }>({
  stage: async ({}, use, info) => {
    const engine = await Engine.connect(labTarget().docker);
    const stage = new Stage(info.outputPath('project'), engine);
    await use(stage);
    await stage.close();
    engine.close();
  },
});

export { expect } from '@playwright/test';
