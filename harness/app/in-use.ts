/** Who uses an app that another run keeps: a provider goes after the last of them. */
import { HarnessError } from '../errors.ts';
import { engineSeconds, isExpired, type LeaseEngine, listLeases } from '../run/lease.ts';
import { isHeld, runLock } from '../run/lock.ts';
import { ledgerOf } from '../run/run-facts.ts';
import { runFolders } from '../run/run-folders.ts';

/** An app that a run keeps. */
export interface Owned {
  readonly domain: string;
  /** The run that owns it. */
  readonly run: string;
}

/**
 * Refuses to go on where other runs use this app, here or on another machine.
 *
 * @throws HarnessError `ERR_APP_IN_USE`, with each run and whose it is
 */
export async function requireUnused(engine: LeaseEngine, stateFolder: string, app: Owned): Promise<void> {
  const leases = (await listLeases(engine)).filter(lease => !isExpired(lease, engineSeconds(engine)));
  const byLease = leases.filter(({ run, realms }) => run !== app.run && realms.some(({ provider }) => provider === app.domain));
  const users = new Map(byLease.map(({ run, user, host, expires }) => [run, `run ${run} of ${user} on ${host}${expires === undefined ? ', whose apps are kept' : ''}`]));
  // It has chosen the app, and no realm on it yet.
  for (const run of await takersHere(stateFolder, app)) if (!users.has(run)) users.set(run, `run ${run} of yours`);
  if (users.size > 0) throw inUse(app, users);
}

async function takersHere(stateFolder: string, { domain, run }: Owned): Promise<string[]> {
  const takers: string[] = [];
  for (const { id, folder } of await runFolders(stateFolder)) {
    if (id === run || !await isHeld(runLock(stateFolder, id, 'runner'))) continue;
    if ([...ledgerOf(folder).view().taken.values()].some(taken => taken.domain === domain)) takers.push(id);
  }
  return takers;
}

function inUse({ domain }: Owned, users: ReadonlyMap<string, string>): HarnessError {
  return new HarnessError({
    code: 'ERR_APP_IN_USE', fault: 'user',
    message: `${domain} is in use: ${[...users.values()].join('; ')}.`,
    wayOut: 'Wait for the end of each, or end it (`recipe-harness apps rm` where its apps are kept); then run this again.',
    facts: { domain, runs: [...users.keys()] },
  });
}
