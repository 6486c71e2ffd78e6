/** Removes everything that a run still has on its server: what the runner's end and the reaper both do. */
import { setTimeout as timer } from 'node:timers/promises';
import type { Target } from '../settings/target.ts';
import type { Engine } from '../swarm/engine.ts';
import { leftovers } from '../swarm/leftovers.ts';
import { endProcesses } from './end-processes.ts';
import type { Ledger } from './ledger.ts';
import type { AppRecord } from './ledger-view.ts';
import { releaseStack } from './lease.ts';
import { acquireLock, appLock } from './lock.ts';
import { undoApp } from './undo.ts';
import { type ForgetRealm, undoRealms } from './undo-realms.ts';

export interface UndoableRun {
  readonly id: string;
  readonly folder: string;
  readonly stateFolder: string;
  readonly target: Target;
  readonly ledger: Ledger;
}

export interface Undone {
  /** Domains of which nothing is left. */
  readonly removed: readonly string[];
  /** Each thing that remains, by kind and name, or why an app could not be removed. */
  readonly leftovers: readonly string[];
}

export interface UndoOptions {
  readonly forgetRealm: ForgetRealm;
  /** Which apps stay. */
  readonly stays?: (app: AppRecord) => boolean;
}

/** Ends the run's processes, then removes its apps side by side, each under its lock; what others depend on goes last. Safe to do twice, or twice at once. */
export async function undoRun(run: UndoableRun, engine: Engine, log: (line: string) => void, { forgetRealm, stays = () => false }: UndoOptions): Promise<Undone> {
  const { wereActing } = await endProcesses({ folder: run.folder, recorded: run.ledger.view().processes }, log);
  const apps = [...run.ledger.view().apps.values()].filter(app => mayHaveLeftSomething(app) && !stays(app));
  const outcomes = new Map<AppRecord, string[]>();
  for (const depended of [false, true]) {
    await Promise.all(apps.filter(app => (app.chain === 'dependency') === depended).map(async app => {
      outcomes.set(app, await undoOne(run, engine, app, line => log(`${app.domain}: ${line}`)));
    }));
  }
  const realms = await undoRealms(run, engine, forgetRealm, log);
  const late = wereActing ? await lookAgain(run, engine, apps, log) : [];
  return {
    removed: apps.filter(app => outcomes.get(app)?.length === 0).map(app => app.domain),
    leftovers: [...[...outcomes.values()].flat(), ...realms, ...late],
  };
}

/** A killed deploy's last request may reach the engine after the first look. */
const requestsArriveMs = 500;

/** Removes what came late; returns what of it is left. */
async function lookAgain(run: UndoableRun, engine: Engine, apps: readonly AppRecord[], log: (line: string) => void): Promise<string[]> {
  await timer(requestsArriveMs);
  const remaining: string[] = [];
  for (const app of apps) {
    const late = await leftovers(engine, app.stack);
    if (late.length === 0) continue;
    log(`${app.domain}: ${late.map(thing => `${thing.kind} ${thing.name}`).join(', ')} came late`);
    const left = await undoApp(engine, { ...app, server: run.target.server, folder: run.folder }, log);
    remaining.push(...left.map(thing => `${thing.kind} ${thing.name}`));
  }
  return remaining;
}

/** Removes one app of the run under its lock, unless another has done so meanwhile. Returns what is left. */
export async function undoOne(run: UndoableRun, engine: Engine, app: Pick<AppRecord, 'domain'>, log: (line: string) => void): Promise<string[]> {
  try {
    await using _lock = await acquireLock(appLock(run.stateFolder, app.domain), {
      what: `remove ${app.domain}`, waitMs: 15_000,
      onWait: holder => log(`waiting for process ${holder.pid}: ${holder.what}`),
    });
    const record = run.ledger.view().apps.get(app.domain);
    if (!record || !mayHaveLeftSomething(record)) return [];
    const left = await undoApp(engine, { ...record, server: run.target.server, folder: run.folder }, log);
    if (left.length > 0) return left.map(thing => `${thing.kind} ${thing.name}`);
    try {
      run.ledger.append({ kind: 'snapshots-forgotten', domain: app.domain });
      run.ledger.append({ kind: 'gone', domain: app.domain });
    } catch (error) {
      // What is gone is gone; without room to say so, the next who undoes this run looks once more and finds nothing.
      log(`not written down: ${String(error)}`);
    }
    await releaseStack(engine, run.id, record.stack).catch((error: unknown) => log(`not taken out of the lease: ${String(error)}`));
    log('nothing is left of it');
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(why);
    return [`${app.domain}: ${why}`];
  }
}

function mayHaveLeftSomething(app: AppRecord): boolean {
  return app.state !== 'gone' || app.backedUp;
}
