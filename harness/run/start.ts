/** The start of a run: target, private folder, ledger, reaper and lease; or a kept run taken up again. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';
import { silent, type Progress } from '../progress.ts';
import { loadSettings, type Settings } from '../settings/settings.ts';
import type { Target } from '../settings/target.ts';
import { prepareAbraDirs } from './abra-dir.ts';
import { runFolderVariable } from './end-processes.ts';
import { here } from './here.ts';
import { forgetLines } from './json-lines.ts';
import { bringUpLab } from './lab.ts';
import { acquireLock, type Lock, runLock } from './lock.ts';
import { newRunId } from './naming.ts';
import { attachRun, type Run } from './open.ts';
import { selfIdentity } from './process.ts';
import { ledgerOf, readRunFacts, runFolder, type RunFacts, writeRunFacts } from './run-facts.ts';
import { disownRun, ownRun } from './owned-runs.ts';
import { requireUsableSwarm } from './usable-swarm.ts';

/** Begins a run, and names its folder in the environment, where its workers find it. */
export async function startRun(settings: Settings, progress: Progress): Promise<Run> {
  const taken = settings.adopt === undefined ? undefined : factsOfKept(settings, settings.adopt);
  const target: Target = taken?.target ?? settings.target ?? await bringUpLab(settings, progress);
  const id = taken?.id ?? newRunId();
  const folder = runFolder(settings.stateFolder, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Held until this process dies: that is how others know that the run has an owner.
  const lock = await acquireLock(runLock(settings.stateFolder, id, 'runner'), { what: `run ${id}`, waitMs: 0 });
  try {
    return await furnish({
      id, target, settings: { ...settings, keep: settings.keep || taken !== undefined },
      createdAt: taken?.createdAt ?? new Date().toISOString(),
    }, folder, lock, progress);
  } catch (error) {
    disownRun(folder);
    if (!taken) await rm(folder, { recursive: true, force: true });
    await lock.release();
    throw error;
  }
}

async function furnish(facts: RunFacts, folder: string, lock: Lock, progress: Progress): Promise<Run> {
  forgetLines(folder);
  await writeRunFacts(folder, facts);
  await prepareAbraDirs(folder, facts.target);
  const ledger = ledgerOf(folder);
  ledger.append({ kind: 'run', id: facts.id, ...here(), runner: selfIdentity() });
  ledger.close();
  const run = await attachRun(folder);
  await requireUsableSwarm(await run.engine(), facts.target);
  const reaper = await ownRun(folder, lock);
  process.env[runFolderVariable] = folder;
  for (const line of reaper.cleaned) progress.note(line);
  progress.note(`run ${facts.id}, its files in ${folder}`);
  return run;
}

/** The run of this process: the one that its runner has started, else a new one (an editor starts no runner). */
export function currentRun(progress: Progress = silent, root = process.cwd()): Promise<Run> {
  if (process.env[runFolderVariable] !== undefined) return attachRun();
  return started ??= startRun(loadSettings(root), progress);
}

let started: Promise<Run> | undefined;

function factsOfKept(settings: Settings, id: string): RunFacts {
  const folder = runFolder(settings.stateFolder, id);
  const facts = existsSync(join(folder, 'run.json')) ? readRunFacts(folder) : undefined;
  if (facts?.settings.keep) return facts;
  throw new HarnessError({
    code: 'ERR_RUN_UNKNOWN', fault: 'user',
    message: `HARNESS_RUN=${id}: this user has no kept run of that id on this machine.`,
    wayOut: '`npm run apps` lists the kept ones. Unset HARNESS_RUN to start a new run.',
    facts: { run: id },
  });
}
