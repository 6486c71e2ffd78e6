/** A run as each of its processes holds it: folder, target, ledger, secrets, and its ways to the engine and to abra. */
import { join } from 'node:path';
import { Abra } from '../abra/abra.ts';
import { HarnessError } from '../errors.ts';
import { type Progress } from '../progress.ts';
import type { Settings } from '../settings/settings.ts';
import type { Target } from '../settings/target.ts';
import { Engine } from '../swarm/engine.ts';
import { runFolderVariable } from './end-processes.ts';
import type { Ledger } from './ledger.ts';
import { leaseStack } from './lease.ts';
import { abraDirOf, dependenciesAbraDirOf, ledgerOf, readRunFacts } from './run-facts.ts';
import { SecretRegistry } from './secrets.ts';

/** The public half of OpenRun, so that a test may stand in for it. */
export type Run = Pick<OpenRun, keyof OpenRun>;

const attached = new Map<string, Promise<Run>>();

/** The run that the runner has started, as its workers hold it; one object for each process. */
export function attachRun(folder = process.env[runFolderVariable]): Promise<Run> {
  if (folder === undefined) {
    return Promise.reject(new HarnessError({
      code: 'ERR_NO_RUN', fault: 'harness',
      message: `There is no run to attach to: ${runFolderVariable} is not set.`,
      wayOut: 'Start the run first: globalSetup does, where playwright.config.ts is made by harnessConfig().',
    }));
  }
  const known = attached.get(folder) ?? Promise.resolve().then(() => new OpenRun(folder));
  attached.set(folder, known);
  return known;
}

/** Forgets the run's object: what comes next in this process opens it anew. */
export function detachRun(folder: string): void {
  attached.delete(folder);
}

class OpenRun {
  /** Six hex. */
  readonly id: string;
  /** Private folder of the run, outside the workspace. */
  readonly folder: string;
  /** As the runner read them; `keep` is true as well for a kept run that was taken up again. */
  readonly settings: Settings;
  readonly target: Target;
  readonly abraDir: string;
  /** `tests`: for the apps under test. `dependencies`: for those that they need. */
  readonly half: 'tests' | 'dependencies';
  readonly ledger: Ledger;
  readonly secrets: SecretRegistry;
  readonly #abra: Abra;
  readonly #whole: OpenRun | undefined;
  #engine: Promise<Engine> | undefined;
  #dependencies: OpenRun | undefined;

  /** @param whole the run of which this is the half for its dependencies */
  constructor(folder: string, whole?: OpenRun) {
    const { id, settings, target } = readRunFacts(folder);
    this.id = id;
    this.folder = folder;
    this.#whole = whole;
    this.settings = whole ? { ...settings, underTest: undefined, base: undefined } : settings;
    this.target = target;
    this.abraDir = whole ? dependenciesAbraDirOf(folder) : abraDirOf(folder);
    this.half = whole ? 'dependencies' : 'tests';
    this.ledger = whole?.ledger ?? ledgerOf(folder);
    this.secrets = whole?.secrets ?? new SecretRegistry(join(folder, 'secrets.jsonl'));
    this.#abra = new Abra({
      command: target.abra, abraDir: this.abraDir,
      ...(target.docker_config === undefined ? {} : { dockerConfig: target.docker_config }),
      secrets: text => this.secrets.mask(text),
      onChild: ({ pid, startTime, what }) => {
        this.ledger.append({ kind: 'process', process: { pid, startTime }, what });
        return () => this.ledger.append({ kind: 'process-ended', process: { pid, startTime } });
      },
    });
  }

  /** The same run, with names and a tree of their own for the apps that others depend on: one of them may be under test as well. */
  dependencies(): Run {
    return this.#whole ? this : this.#dependencies ??= new OpenRun(this.folder, this);
  }

  engine(): Promise<Engine> {
    if (this.#whole) return this.#whole.engine();
    this.#engine ??= Engine.connect(this.target.docker);
    // A failed attempt is not remembered: the engine may be back for the next.
    this.#engine.catch(() => this.#engine = undefined);
    return this.#engine;
  }

  abra(): Abra {
    return this.#abra;
  }

  /** Backs an app up through abra and returns the snapshot's id; written down first, so that it can be undone. */
  async backUp(app: { readonly domain: string }, progress: Progress): Promise<string> {
    const record = this.ledger.view().apps.get(app.domain);
    if (!record) throw new Error(`run ${this.id} has no app ${app.domain}`);
    const { stack, domain, recipe } = record;
    if (!record.backedUp) {
      this.ledger.append({ kind: 'backup', domain });
      await leaseStack(await this.engine(), this.id, { stack, domain, recipe, server: this.target.server, backedUp: true });
    }
    const { snapshot } = await this.#abra.app.backup.create(domain, {}, progress);
    this.ledger.append({ kind: 'snapshot', domain, snapshot });
    return snapshot;
  }
}
