/** The start of a run: target, private folder, ledger, reaper and lease; or a kept run taken up again. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';
import { silent, type Progress } from '../progress.ts';
import { loadSettings, type Settings } from '../settings/settings.ts';
import type { Target } from '../settings/target.ts';
import { prepareAbraDir } from './abra-dir.ts';
import { runFolderVariable } from './end-processes.ts';
import { bringUpLab } from './lab.ts';
import { Ledger } from './ledger.ts';
import { acquireLock, runLock } from './lock.ts';
import { newRunId } from './naming.ts';
import { attachRun, readRunFacts, type Run, type RunFacts } from './open.ts';
import { selfIdentity } from './process.ts';
import { heldReapers } from './held-reapers.ts';
import { requireUsableSwarm } from './usable-swarm.ts';

/** Begins a run, and names its folder in the environment, where its workers find it. */
export async function startRun(settings: Settings, progress: Progress): Promise<Run> {
  const taken = settings.adopt === undefined ? undefined : factsOfKept(settings, settings.adopt);
  const target: Target = taken?.target ?? settings.target ?? await bringUpLab(settings, progress);
  const id = taken?.id ?? newRunId();
  const folder = runFolder(settings.stateFolder, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Held until this process dies: that is how others know that the run has an owner.
  await acquireLock(runLock(settings.stateFolder, id, 'runner'), { what: `run ${id}`, waitMs: 0 });
  await writeRunFacts(folder, {
    id, target, settings: { ...settings, keep: settings.keep || taken !== undefined },
    createdAt: taken?.createdAt ?? new Date().toISOString(),
  });
  await prepareAbraDir(join(folder, 'abra'), target);
  new Ledger(join(folder, 'ledger.jsonl')).append({ kind: 'run', id, host: hostname(), user: userInfo().username, runner: selfIdentity() });
  const run = await attachRun(folder);
  await requireUsableSwarm(await run.engine(), target);
  const reaper = await heldReapers.start(folder);
  process.env[runFolderVariable] = folder;
  for (const line of reaper.cleaned) progress.note(line);
  progress.note(taken ? `run ${id}, taken up again` : `run ${id}`);
  return run;
}

/** The run of this process: the one that its runner has started, else a new one (an editor starts no runner). */
export function currentRun(progress: Progress = silent, root = process.cwd()): Promise<Run> {
  if (process.env[runFolderVariable] !== undefined) return attachRun();
  return started ??= startRun(loadSettings(root), progress);
}

let started: Promise<Run> | undefined;

export function runFolder(stateFolder: string, id: string): string {
  return join(stateFolder, 'runs', id);
}

function factsOfKept(settings: Settings, id: string): RunFacts {
  const folder = runFolder(settings.stateFolder, id);
  if (existsSync(join(folder, 'run.json'))) return readRunFacts(folder);
  throw new HarnessError({
    code: 'ERR_RUN_UNKNOWN', fault: 'user',
    message: `HARNESS_RUN=${id}: this user has no kept run of that id on this machine.`,
    wayOut: '`npm run apps` lists the kept ones. Unset HARNESS_RUN to start a new run.',
    facts: { run: id },
  });
}

/** Whole or not at all: the reaper reads it whatever happens to the runner. */
async function writeRunFacts(folder: string, facts: RunFacts): Promise<void> {
  const draft = join(folder, `run.json.${randomBytes(4).toString('hex')}`);
  await writeFile(draft, `${JSON.stringify(facts, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, join(folder, 'run.json'));
}
