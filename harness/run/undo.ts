/** Removes whatever an app may have left on the server, in any state, any number of times, by its exact names. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { silent } from '../progress.ts';
import type { Engine } from '../swarm/engine.ts';
import { leftovers, type Leftover } from '../swarm/leftovers.ts';
import { purgeStack } from '../swarm/purge.ts';
import { forgetSnapshots } from './forget-snapshots.ts';
import { abraDirOf, appSecretsFile, dependenciesAbraDirOf } from './run-facts.ts';

/** What must be known to undo an app: from the ledger, or from a lease alone. */
export interface Undoable {
  readonly domain: string;
  readonly stack: string;
  readonly server: string;
  readonly backedUp: boolean;
  readonly snapshots: readonly string[];
  /** The run's own folder, where this machine has it. */
  readonly folder?: string;
}

/** Returns what is still there afterwards; empty when nothing is. A bot that fails keeps nothing else from being removed. */
export async function undoApp(engine: Engine, app: Undoable, log: (line: string) => void): Promise<Leftover[]> {
  const [purged, forgotten] = await Promise.allSettled([
    purgeStack(engine, app.stack, { volumes: true, secrets: true, configs: true }, { ...silent, note: log }),
    app.backedUp ? forgetSnapshots(engine, app, log) : undefined,
  ]);
  await removeFiles(app);
  if (purged.status === 'rejected') throw purged.reason;
  const left = await leftovers(engine, app.stack);
  if (forgotten.status === 'rejected' && left.length === 0) throw forgotten.reason;
  return left;
}

/** What the run's folder holds of the app alone: its .env file and the values of its secrets. What it was granted stays for its next install in the run. */
async function removeFiles({ folder, server, domain }: Undoable): Promise<void> {
  if (folder === undefined) return;
  await Promise.all([
    ...[abraDirOf, dependenciesAbraDirOf].map(abraDir => rm(join(abraDir(folder), 'servers', server, `${domain}.env`), { force: true })),
    rm(appSecretsFile(folder, domain), { force: true }),
  ]);
}
