/** `lab down`: ends the lab and removes what it made; the images stay for the next one unless purged. */
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from './errors.ts';
import { leaveCache, purgeCache, requireUnused } from './engine/cache.ts';
import { targetFile } from './engine/hand-over.ts';
import { identityOf, type Identity } from './engine/identity.ts';
import { keepOnlyImages } from './engine/image-store.ts';
import { keptApps, liveLeases } from './engine/lease.ts';
import { withLock } from './engine/lock.ts';
import { claim, isOurs, removeOurs, requireOurs, stateFolder } from './engine/ownership.ts';
import { isAlive } from './engine/process.ts';
import { requireFit } from './engine/requirements.ts';
import { answers } from './engine/start.ts';
import { stopLab } from './engine/stop.ts';
import { cacheRoot, findLab, labFolder, type Lab } from './state.ts';
import type { Log } from './up.ts';

export interface DownOptions {
  /** Removes the state folder and the shared cache of images too. */
  purge?: boolean;
  /** Takes the lab from under a run that uses it. */
  force?: boolean;
}

export async function down(options: DownOptions, log: Log, wanted: string = labFolder()): Promise<void> {
  requireFit(wanted);
  requireOurs(wanted, stateFolder);
  const folder = existsSync(wanted) ? realpathSync(wanted) : wanted;
  const identity = identityOf(folder);
  const left = await withLock(identity.lock, async () => {
    // Everything that may refuse comes first: a lab is ended whole or not at all.
    const lab = await answering(folder);
    if (lab && !options.force) await refuseWhileLeased(lab);
    if (options.purge) await requireUnused(cacheRoot(), folder);
    // A courtesy: an engine that no longer tells is taken down all the same.
    const kept = lab ? await keptApps(lab).catch(() => []) : [];
    if (kept.length > 0) log(`goes with the lab, though it was kept: ${kept.join(', ')}`);
    await end(folder, identity);
    return options.purge ? [...removeOurs(folder, stateFolder), ...await purgeCache(cacheRoot(), folder)] : [];
  }, () => log('another command is at work on this lab; waiting for it'));
  if (left.length > 0) log(`left alone, for the lab did not make it: ${left.join(', ')}`);
  log(options.purge ? 'lab is down; state and image cache are gone' : 'lab is down; images are kept');
}

async function end(folder: string, identity: Identity): Promise<void> {
  if (!isOurs(folder)) return;
  claim(folder, stateFolder); // lab.json, which may be all that shows it, goes
  const cache = findLab(folder)?.cacheFolder ?? cacheRoot();
  rmSync(targetFile({ folder }), { force: true });
  await stopLab(folder, identity);
  for (const file of ['lab.json', 'docker.sock', 'init.sh']) rmSync(join(folder, file), { force: true });
  keepOnlyImages(join(folder, 'data'));
  await leaveCache(cache, folder);
}

/** The lab, where its engine can still be asked who uses it. */
async function answering(folder: string): Promise<Lab | undefined> {
  const lab = findLab(folder);
  return lab !== undefined && isAlive(lab) && await answers(lab) ? lab : undefined;
}

async function refuseWhileLeased(lab: Lab): Promise<void> {
  const [lease] = await liveLeases(lab);
  if (lease === undefined) return;
  throw new LabError({
    code: 'ERR_LAB_IN_USE', fault: 'user',
    message: `A run is using the lab: ${lease.name}, for at least ${lease.secondsLeft} s more unless it ends.`,
    wayOut: 'wait for the run to end, or add --force to take the lab away from it.',
  });
}
