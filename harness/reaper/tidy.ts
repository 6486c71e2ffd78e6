/** Folders of ended runs: their secrets and checkouts go at once, their logs when enough newer ones are there. */
import { rm, stat } from 'node:fs/promises';
import type { Target } from '../settings/target.ts';
import { listLeases, type LeaseEngine } from '../run/lease.ts';
import { liveApps } from '../run/ledger-view.ts';
import { isHeld, runLock } from '../run/lock.ts';
import { ledgerOf } from '../run/run-facts.ts';
import { emptyRunFolder, runFolders } from '../run/run-folders.ts';

const logsKept = 20;
const dayMs = 24 * 3_600_000;

/** Leaves alone: runs with an owner, runs with a lease, and young runs on another server. */
export async function tidyRunFolders(engine: LeaseEngine, place: { target: Target; stateFolder: string; ownRun: string }, log: (line: string) => void): Promise<void> {
  const leased = new Set((await listLeases(engine)).map(lease => lease.run));
  const ended: { folder: string; createdAt: string }[] = [];
  for (const { id, folder, facts } of await runFolders(place.stateFolder)) {
    if (id === place.ownRun || leased.has(id) || await isOwned(place.stateFolder, id)) continue;
    // Of a run on another server nobody here can say that its lease is gone; a day later its secrets are of no use.
    const young = Date.now() - (await stat(folder)).mtimeMs < dayMs;
    if (facts && facts.target.docker !== place.target.docker && (facts.settings.keep || young)) continue;
    if (!facts && young) continue;
    await empty(folder, log);
    ended.push({ folder, createdAt: facts?.createdAt ?? '' });
  }
  ended.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  await Promise.all(ended.slice(logsKept).map(({ folder }) => rm(folder, { recursive: true, force: true })));
}

async function isOwned(stateFolder: string, id: string): Promise<boolean> {
  const held = await Promise.all((['runner', 'reaper'] as const).map(owner => isHeld(runLock(stateFolder, id, owner))));
  return held.includes(true);
}

async function empty(folder: string, log: (line: string) => void): Promise<void> {
  const ledger = ledgerOf(folder);
  const view = ledger.view();
  if (!view.ended) {
    for (const app of liveApps(view)) log(`${app.domain} of a dead run is gone with its lease`);
    ledger.append({ kind: 'ended', by: 'janitor' });
  }
  ledger.close();
  await emptyRunFolder(folder, 'gone');
}
