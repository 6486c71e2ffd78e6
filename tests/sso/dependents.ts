/** A project with apps that log in through Keycloak, its runs, and what they leave on the server and on the provider. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { secretsOf } from '../../harness/app/app-secrets.ts';
import { asAdministrator } from '../../harness/deps/administrator.ts';
import { EnvFile } from '../../harness/recipe/env-file.ts';
import { findLease } from '../../harness/run/lease.ts';
import { liveApps } from '../../harness/run/ledger-view.ts';
import { appName, stackName } from '../../harness/run/naming.ts';
import { dependenciesAbraDirOf, ledgerOf, runFolder } from '../../harness/run/run-facts.ts';
import { leftovers } from '../../harness/swarm/leftovers.ts';
import type { Engine } from '../../harness/swarm/engine.ts';
import { labEngine, labTarget, targetFile } from '../lab/lab.ts';
import { ThrowawayProject } from '../lab/input/throwaway-project.ts';
import { LiveProcess } from '../lab/life/live-process.ts';
import { reapersOf, withoutRun } from '../lab/life/stage.ts';
import { repository, suiteEnvironment } from '../lab/suite/run-suite.ts';

const twin = 'whoami-twin';

export class Dependents {
  readonly engine: Engine;
  readonly stateFolder: string;
  readonly zone = labTarget().zone;
  readonly #project: ThrowawayProject;
  readonly #runs: SsoRun[] = [];

  constructor(engine: Engine, stateFolder: string) {
    this.engine = engine;
    this.stateFolder = stateFolder;
    const recipe = (name: string) => readFileSync(join(repository, 'recipes', `${name}.toml`), 'utf8');
    this.#project = new ThrowawayProject({
      'harness.toml': readFileSync(targetFile(), 'utf8'),
      'recipes/keycloak.toml': recipe('keycloak'), 'recipes/whoami-oidc.toml': recipe('whoami-oidc'), [`recipes/${twin}.toml`]: recipe('whoami-oidc'),
    });
    for (const name of ['whoami-oidc', twin]) cpSync(join(repository, 'overlays', 'whoami-oidc'), join(this.#project.root, 'overlays', name), { recursive: true });
    mkdirSync(stateFolder, { recursive: true });
  }

  /** The folder of the project. */
  get root(): string {
    return this.#project.root;
  }

  write(file: string, text: string): void {
    this.#project.write(file, text);
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): SsoRun {
    const run = new SsoRun(this.#project.root, args, { RECIPE_HARNESS_STATE: this.stateFolder, ...env });
    this.#runs.push(run);
    return run;
  }

  domains(id: string): { app: string; twin: string; provider: string } {
    return {
      app: appName(id, 'whoami-oidc', this.zone), twin: appName(id, twin, this.zone),
      provider: appName(`${id}/dependencies`, 'keycloak', this.zone),
    };
  }

  /** How the realm of an app is called: as the first label of its domain. */
  realmOf(id: string, whose: 'app' | 'twin'): string {
    return this.domains(id)[whose].split('.')[0] ?? '';
  }

  results(recipe: string, file: 'results' | 'partial' = 'partial'): { verdict: string; fault: string | null; exitCode: number; underTest: { dependencies: object } | null; tests: { status: string; problem?: { code: string; fault: string } }[]; verdicts: { code: string; fault: string; message: string }[] } {
    return JSON.parse(readFileSync(join(this.#project.root, 'results', recipe, `${file}.json`), 'utf8')) as ReturnType<Dependents['results']>;
  }

  /** What is left of a run on the server; empty when nothing is. */
  async traces(id: string): Promise<string[]> {
    const { app, twin, provider } = this.domains(id);
    const things = (await Promise.all([app, twin, provider].map(domain => leftovers(this.engine, stackName(domain))))).flat();
    const lease = await findLease(this.engine, id);
    return [...things.map(thing => `${thing.kind} ${thing.name}`), ...(lease ? [`lease of ${id}`] : []), ...reapersOf(runFolder(this.stateFolder, id)).map(({ pid }) => `reaper ${pid}`)];
  }

  /** The realms on a provider that a run has left up. */
  async realms(owner: string): Promise<string[]> {
    const folder = runFolder(this.stateFolder, owner);
    const { provider: domain } = this.domains(owner);
    const target = labTarget();
    const env = EnvFile.read(join(dependenciesAbraDirOf(folder), 'servers', target.server, `${domain}.env`));
    const provider = asAdministrator('keycloak', { domain, target, env, secrets: await secretsOf({ folder }, domain) });
    try {
      return await provider.realms();
    } finally {
      await provider.close();
    }
  }

  /** Whether the run has written down that it makes this realm. */
  made(id: string, realm: string): boolean {
    return ledgerOf(runFolder(this.stateFolder, id)).read().some(record => record.kind === 'realm' && record.realm.realm === realm);
  }

  /** The command that a user has for what runs have kept. */
  async apps(...args: readonly string[]): Promise<{ exitCode: number | null; output: string }> {
    const command = new LiveProcess(process.execPath, [join(repository, 'harness/cli/main.ts'), 'apps', ...args], { env: { ...withoutRun(), RECIPE_HARNESS_STATE: this.stateFolder } });
    const exitCode = await command.exited;
    return { exitCode, output: command.output };
  }

  async close(): Promise<void> {
    for (const run of this.#runs) run.strike('SIGKILL', 'group');
    const ids = this.#runs.flatMap(({ id }) => id ?? []);
    // A provider goes after those that use it: their reapers are at work still.
    await expect.poll(() => this.#underWay(ids), { message: 'runs that are not over', timeout: 60_000 }).toEqual([]);
    expect(await this.apps('rm', '--all')).toMatchObject({ exitCode: 0 });
    for (const id of ids) await expect.poll(() => this.traces(id), { message: `what is left of run ${id}`, timeout: 60_000 }).toEqual([]);
    this.#project[Symbol.dispose]();
  }

  /** A lease that runs out is that of a run under way; one of a run that keeps something stands for good. */
  async #underWay(ids: readonly string[]): Promise<string[]> {
    const leases = await Promise.all(ids.map(id => findLease(this.engine, id)));
    return leases.flatMap(lease => lease?.expires === undefined ? [] : [lease.run]);
  }
}

/** The real `playwright test`, in a process group of its own. */
export class SsoRun extends LiveProcess {
  constructor(root: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
    super(process.execPath, [cli, 'test', ...(args.some(arg => arg.startsWith('--reporter=')) ? [] : ['--reporter=list']), ...args], { cwd: root, env: { ...withoutRun(), ...suiteEnvironment(), ...env } });
  }

  get id(): string | undefined {
    return this.lines.map(line => /^\s*run ([0-9a-f]{6}), its files in /.exec(line)?.[1]).find(id => id !== undefined);
  }

  async runId(): Promise<string> {
    await this.until(/^\s*run [0-9a-f]{6}, its files in /);
    return this.id ?? '';
  }
}

/** How many apps of a recipe a run has deployed, gone ones included. */
export function installsOf(stateFolder: string, id: string, recipe: string): number {
  const ledger = ledgerOf(runFolder(stateFolder, id));
  return ledger.read().filter(record => record.kind === 'intent' && record.act === 'install' && record.app.recipe === recipe).length;
}

export function isUp(stateFolder: string, id: string, domain: string): boolean {
  return existsSync(join(runFolder(stateFolder, id), 'ledger.jsonl')) && liveApps(ledgerOf(runFolder(stateFolder, id)).view()).some(app => app.domain === domain);
}

/** A provider that a run has left up, for all tests of a file: to start one takes longer than what is done to it. */
export interface Warm {
  readonly dependents: Dependents;
  /** The run that has left it up. */
  readonly owner: string;
}

export const warm = { HARNESS_WARM: '1' };

export const test = base.extend<{ dependents: Dependents }, { warmed: Warm }>({
  dependents: async ({}, use, info) => {
    const engine = await labEngine();
    const dependents = new Dependents(engine, info.outputPath('state'));
    await use(dependents);
    await dependents.close();
    engine.close();
  },

  warmed: [async ({}, use, info) => {
    const engine = await labEngine();
    const dependents = new Dependents(engine, join(info.project.outputDir, `warm-${info.workerIndex}`, 'state'));
    const run = dependents.start(['--project=whoami-oidc', '--grep', '@install|@teardown'], warm);
    expect(await run.exited, run.output).toBe(0);
    expect(run.output).toContain('kept warm: https://keyc-');
    await use({ dependents, owner: await run.runId() });
    await dependents.close();
    engine.close();
  }, { scope: 'worker', timeout: 300_000 }],
});

export { expect } from '@playwright/test';
