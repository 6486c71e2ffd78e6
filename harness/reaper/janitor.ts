/** The janitor: at the start of a run, removes what dead runs have left. By their leases, never by a pattern of names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { forgetRealm } from '../deps/forget-realm.ts';
import type { Realm } from '../run/records.ts';
import type { Target } from '../settings/target.ts';
import type { Engine } from '../swarm/engine.ts';
import { claimLease, engineSeconds, findLease, type FoundLease, isExpired, listLeases, removeLease } from '../run/lease.ts';
import type { LeasedStack } from '../run/lease-labels.ts';
import { acquireLock, appLock, isHeld, runLock } from '../run/lock.ts';
import { ledgerOf, runFolder } from '../run/run-facts.ts';
import { undoApp } from '../run/undo.ts';
import { undoRun } from '../run/undo-run.ts';
import { tidyRunFolders } from './tidy.ts';

export interface JanitorsPlace {
  target: Target;
  stateFolder: string;
  /** Never touched. */
  ownRun: string;
}

/** Returns what it did, one line for each dead run. */
export async function cleanUpAfterDeadRuns(engine: Engine, place: JanitorsPlace, log: (line: string) => void): Promise<string[]> {
  const did: string[] = [];
  for (const lease of await listLeases(engine)) {
    if (lease.run === place.ownRun || !isExpired(lease, engineSeconds(engine))) continue;
    const line = await bury(engine, lease, place, log);
    if (line !== undefined) did.push(line);
  }
  await tidyRunFolders(engine, place, log);
  return did;
}

/** Acts on one expired lease; undefined when it turned out to be somebody's after all. */
async function bury(engine: Engine, lease: FoundLease, place: JanitorsPlace, log: (line: string) => void): Promise<string | undefined> {
  const whose = `run ${lease.run} of ${lease.user} on ${lease.host}`;
  // Its runner may be of this machine and only late with its lease, after a sleep say.
  if (await isHeld(runLock(place.stateFolder, lease.run, 'runner'))) return undefined;
  if (!await claimLease(engine, lease)) return undefined;
  log(`the lease of ${whose} has expired`);
  const left = await undoWithFolder(engine, lease, place, log);
  for (const stack of lease.stacks) left.push(...await undoStack(engine, stack, place, log));
  const remaining = (await findLease(engine, lease.run))?.realms ?? [];
  for (const realm of remaining) left.push(...await undoRealm(engine, realm, place));
  if (left.length > 0) return `could not remove all that ${whose} left: ${left.join(', ')}`;
  await removeLease(engine, lease.run);
  return `removed what ${whose} left: ${lease.stacks.map(stack => stack.stack).join(', ') || 'its lease'}`;
}

/** Where the dead run was this user's on this machine, its ledger and its processes are here as well. */
async function undoWithFolder(engine: Engine, lease: FoundLease, { stateFolder, target }: JanitorsPlace, log: (line: string) => void): Promise<string[]> {
  const folder = runFolder(stateFolder, lease.run);
  if (!existsSync(join(folder, 'run.json'))) return [];
  const ledger = ledgerOf(folder);
  const { leftovers } = await undoRun({ id: lease.run, folder, stateFolder, target, ledger }, engine, log, { forgetRealm });
  ledger.close();
  return [...leftovers];
}

async function undoStack(engine: Engine, stack: LeasedStack, { stateFolder }: JanitorsPlace, log: (line: string) => void): Promise<string[]> {
  try {
    await using _lock = await acquireLock(appLock(stateFolder, stack.domain), { what: `remove ${stack.domain}`, waitMs: 5_000 });
    const left = await undoApp(engine, { ...stack, snapshots: [] }, log);
    return left.map(thing => `${thing.kind} ${thing.name}`);
  } catch (error) {
    return [`${stack.stack}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

async function undoRealm(engine: Engine, realm: Realm, { stateFolder }: JanitorsPlace): Promise<string[]> {
  try {
    await forgetRealm(realm, { stateFolder, engine });
    return [];
  } catch (error) {
    return [`realm ${realm.realm} on ${realm.provider}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
