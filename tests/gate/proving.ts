/** Projects whose tests are proved by the real command, and what a proof leaves on the server. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { backupBot } from '../../harness/abra/facts.ts';
import { proofSchema, type Proof } from '../../harness/gate/sabotage/proof-schema.ts';
import { snapshotsOf } from '../../harness/run/forget-snapshots.ts';
import { findLease } from '../../harness/run/lease.ts';
import { appName, stackName } from '../../harness/run/naming.ts';
import { processesWithEnv } from '../../harness/run/process.ts';
import { abraDirOf, runFolder } from '../../harness/run/run-facts.ts';
import type { Engine } from '../../harness/swarm/engine.ts';
import { leftovers } from '../../harness/swarm/leftovers.ts';
import { labEngine, labTarget, targetFile } from '../lab/lab.ts';
import { ThrowawayProject } from '../lab/input/throwaway-project.ts';
import { LiveProcess } from '../lab/life/live-process.ts';
import { reapersOf, withoutRun } from '../lab/life/stage.ts';
import { repository, suiteEnvironment } from '../lab/suite/run-suite.ts';

export const recipe = 'custom-html';

/** A project with the recipe custom-html and this repository's overlay of it, on the lab. */
export class ProvedProject {
  readonly #project: ThrowawayProject;
  readonly #stateFolder: string;

  constructor(stateFolder: string) {
    this.#stateFolder = stateFolder;
    mkdirSync(stateFolder, { recursive: true });
    this.#project = new ThrowawayProject({ 'harness.toml': readFileSync(targetFile(), 'utf8') });
    cpSync(join(repository, 'overlays', recipe), join(this.#project.root, 'overlays', recipe), { recursive: true });
  }

  /** Adds a spec to the overlay. */
  write(spec: string, text: string): void {
    this.#project.write(`overlays/${recipe}/${spec}`, text);
  }

  start(...args: string[]): Proving {
    return new Proving(this.#project.root, this.#stateFolder, ['prove', recipe, ...args]);
  }

  /** Proves on the lab, which is a server by its file. */
  async prove(...args: string[]): Promise<Proving & { exitCode: number | null }> {
    const proving = this.start('--on-server-in-use', ...args);
    return Object.assign(proving, { exitCode: await proving.exited });
  }

  /** How many processes act upon the app at this moment. */
  acting({ id = '' }: Proving): number {
    return processesWithEnv('ABRA_DIR', abraDirOf(runFolder(this.#stateFolder, id))).length;
  }

  /** Folders in the backup bot's container in which a snapshot is being emptied at this moment. */
  async emptying(): Promise<string[]> {
    const engine = await labEngine();
    const said = await inBot(engine, ['find', '/tmp', '-maxdepth', '1', '-name', 'emptied-*']);
    engine.close();
    return said.split('\n').filter(Boolean);
  }

  get proof(): Proof {
    return proofSchema.parse(JSON.parse(readFileSync(join(this.#project.root, 'results', recipe, 'proof.json'), 'utf8')));
  }

  get writesResults(): boolean {
    return existsSync(join(this.#project.root, 'results'));
  }

  /** What is left of a proof; empty when nothing is. */
  async traces({ id }: Proving): Promise<string[]> {
    if (id === undefined) return [];
    const engine = await labEngine();
    const folder = runFolder(this.#stateFolder, id);
    const domain = appName(id, recipe, labTarget().zone);
    const things = await leftovers(engine, stackName(domain));
    const lease = await findLease(engine, id);
    const saved = snapshotsOf(await inBot(engine, ['restic', '--no-lock', 'snapshots', '--json']), { domain, stack: stackName(domain), snapshots: [] });
    engine.close();
    const files = ['abra', 'secrets', 'sabotage', 'secrets.jsonl'].filter(name => existsSync(join(folder, name)));
    return [
      ...things.map(thing => `${thing.kind} ${thing.name}`), ...(lease ? [`lease of ${id}`] : []), ...files, ...saved.map(snapshot => `snapshot ${snapshot}`), ...await this.emptying(),
      ...[...processesWithEnv('HARNESS_RUN_FOLDER', folder), ...reapersOf(folder)].map(({ pid }) => `process ${pid}`),
    ];
  }

  [Symbol.dispose](): void {
    this.#project[Symbol.dispose]();
  }
}

async function inBot(engine: Engine, argv: readonly string[]): Promise<string> {
  const bot = await engine.containerByServiceLabel(backupBot.enabledLabel);
  if (!bot) throw new Error('the lab has no backup bot');
  return (await engine.exec(bot, argv)).stdout;
}

/** The command in a process group of its own, as in a terminal. */
export class Proving extends LiveProcess {
  constructor(root: string, stateFolder: string, args: readonly string[]) {
    const command = join(repository, 'harness/cli/main.ts');
    super(process.execPath, [command, '--root', root, ...args], { cwd: root, env: { ...withoutRun(), ...suiteEnvironment(), RECIPE_HARNESS_STATE: stateFolder } });
  }

  get id(): string | undefined {
    return this.lines.map(line => /^\s*run ([0-9a-f]{6}), its files in /.exec(line)?.[1]).find(id => id !== undefined);
  }
}

export const test = base.extend<{ project: ProvedProject }>({
  project: async ({}, use, info) => {
    using project = new ProvedProject(info.outputPath('state'));
    await use(project);
  },
});

export { expect };
