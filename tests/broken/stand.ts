/** A project of this worker's own on the lab, with one run in this process: recipes are put in, installed, upgraded, judged and removed. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { forgetRealm } from '../../harness/deps/forget-realm.ts';
import type { InstalledApp } from '../../harness/app/installed-app.ts';
import { requestApp, teardownApp, upgradeToHead } from '../../harness/app/requests.ts';
import { volumeFileWitness } from '../../harness/data/file-witness.ts';
import { SeededRecord } from '../../harness/data/witness.ts';
import { exitCodes, HarnessError, type Fault } from '../../harness/errors.ts';
import type { Progress } from '../../harness/progress.ts';
import { endRun, startRun, type Run } from '../../harness/run/run.ts';
import { loadRecipe, loadSettings } from '../../harness/settings/settings.ts';
import { targetFile } from '../lab/lab.ts';
import { makeRepository, type Step } from './repository.ts';

/** What a broken recipe must be told, and by whose fault. */
export interface Expected {
  readonly code: string;
  readonly fault: Fault;
  /** Of the message alone, without what was seen. */
  readonly message: RegExp;
  readonly wayOut?: RegExp;
  /** Name of the guilty service in the compose file. */
  readonly service?: string;
  /** Among the last log lines of that service. */
  readonly line?: RegExp;
  /** In what was seen: output, last probe, last answer. */
  readonly detail?: RegExp;
  /** At most this many seconds from the deploy to the verdict. */
  readonly withinSeconds?: number;
}

export class Stand {
  readonly root: string;
  readonly run: Run;
  /** All that was told since the last recipe was put in. */
  readonly notes: string[] = [];
  readonly progress: Progress;
  #recipe = '';
  #deployedAt = 0;

  constructor(root: string, run: Run) {
    this.root = root;
    this.run = run;
    this.progress = {
      step: async (title, body) => {
        this.notes.push(`> ${title}`);
        if (/^abra app deploy/.test(title)) this.#deployedAt = performance.now();
        return body();
      },
      note: line => void this.notes.push(line),
      attach: async () => undefined,
    };
  }

  /** Puts a recipe in: its repository, and its file with `toml` at the end. @returns the commits */
  async put(name: string, steps: readonly Step[], toml = '', source: 'git' | 'path' = 'git'): Promise<{ commits: string[]; folder: string }> {
    this.#recipe = name;
    this.notes.length = 0;
    const folder = join(this.root, 'sources', name);
    const commits = await makeRepository(folder, steps);
    writeFileSync(join(this.root, 'recipes', `${name}.toml`), `memory = "64M"\n[source]\n${source} = ${JSON.stringify(folder)}\n${toml}`);
    return { commits, folder };
  }

  install(want: 'fresh' | 'base' = 'fresh'): Promise<InstalledApp> {
    return requestApp(this.run, loadRecipe(this.run.settings, this.#recipe), want, this.#context);
  }

  /** The previous release, a file in its volume, the head over it, and a look whether the file is still there. */
  async upgrade(): Promise<InstalledApp> {
    const before = await this.install('base');
    const hands = await volumeFileWitness(before);
    const record = hands && await SeededRecord.seed(before, hands, this.progress);
    const after = await this.upgradeOver(before);
    await record?.expectUnchanged(after, 'the upgrade');
    return after;
  }

  upgradeOver(app: InstalledApp): Promise<InstalledApp> {
    return upgradeToHead(this.run, app, this.#context);
  }

  /** Removes the recipe's app; what is left fails. */
  async clear(): Promise<void> {
    if (this.#recipe !== '') await teardownApp(this.run, this.#recipe, this.#context);
  }

  /** Waits for the failure of `act` and compares the whole verdict. */
  async expectVerdict(act: Promise<unknown>, expected: Expected): Promise<HarnessError> {
    const error: unknown = await act.then(() => undefined, (reason: unknown) => reason);
    const seconds = (performance.now() - this.#deployedAt) / 1000;
    const told = this.notes.join('\n');
    if (error === undefined) throw new Error(`green, where ${expected.code} was due:\n${told}`);
    if (!(error instanceof HarnessError)) throw new Error('no error of the harness', { cause: error });
    const service = error.facts['service'];
    console.log(`  ${this.#recipe}: ${error.code}, ${error.fault}${typeof service === 'string' ? `, service ${service}` : ''}, exit ${exitCodes[error.fault]}, ${seconds.toFixed(1)} s after the deploy: ${error.shortMessage}`);
    expect.soft({ code: error.code, fault: error.fault }, error.message).toEqual({ code: expected.code, fault: expected.fault });
    expect.soft(error.shortMessage).toMatch(expected.message);
    if (expected.wayOut) expect.soft(error.wayOut).toMatch(expected.wayOut);
    if (expected.service !== undefined) expect.soft(service, error.message).toBe(expected.service);
    if (expected.line) expect.soft(error.facts['lines'], error.message).toContainEqual(expect.stringMatching(expected.line));
    if (expected.line) expect.soft(error.detail).toMatch(expected.line);
    if (expected.detail) expect.soft(error.detail).toMatch(expected.detail);
    if (expected.withinSeconds !== undefined) expect.soft(seconds, told).toBeLessThan(expected.withinSeconds);
    expect.soft(error.message, 'one stable code and a way out').toContain(`[${expected.code}, `);
    return error;
  }

  get #context(): { slot: number; progress: Progress } {
    return { slot: 0, progress: this.progress };
  }
}

/** A project whose target is the lab that is up; `abra` makes a command to use instead of the lab's own, in the folder that it is given. */
export function makeProject(abra?: (root: string) => string): string {
  const root = mkdtempSync(join(tmpdir(), 'broken-'));
  mkdirSync(join(root, 'recipes'));
  const target = readFileSync(targetFile(), 'utf8');
  writeFileSync(join(root, 'harness.toml'), abra === undefined ? target : target.replace(/^abra = .*$/m, `abra = ${JSON.stringify(abra(root))}`));
  return root;
}

export async function openStand(root: string): Promise<Stand> {
  const notes: string[] = [];
  const run = await startRun(loadSettings(root), { step: (_title, body) => body(), note: line => void notes.push(line), attach: async () => undefined });
  // What this process starts besides is no part of that run.
  delete process.env['HARNESS_RUN_FOLDER'];
  return new Stand(root, run);
}

export async function closeStand(stand: Stand): Promise<void> {
  const { leftovers } = await endRun(stand.run, stand.progress, forgetRealm);
  rmSync(stand.root, { recursive: true, force: true });
  expect(leftovers, 'the run leaves nothing').toEqual([]);
}

export const test = base.extend<{ stand: Stand }, { workersStand: Stand }>({
  workersStand: [async ({}, use) => {
    const stand = await openStand(makeProject());
    await use(stand);
    await closeStand(stand);
  }, { scope: 'worker', timeout: 60_000 }],

  stand: async ({ workersStand }, use) => {
    await use(workersStand);
    await workersStand.clear();
  },
});

export { expect } from '@playwright/test';
