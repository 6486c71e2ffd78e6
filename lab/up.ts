/** `lab up`: brings the lab from whatever state it is in to whole, and does nothing where it is whole already. */
import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfRoot, ensureRoot } from './ca/root.ts';
import { LabError } from './errors.ts';
import { joinCache } from './engine/cache.ts';
import { keepOnlyImages } from './engine/image-store.ts';
import { labProgram, targetFile, writeCommands, writeContext, writeTarget } from './engine/hand-over.ts';
import { identityOf } from './engine/identity.ts';
import { withLock } from './engine/lock.ts';
import { claim, requireOurs, stateFolder } from './engine/ownership.ts';
import { ensurePackages } from './engine/packages.ts';
import { isAlive } from './engine/process.ts';
import { requireFit } from './engine/requirements.ts';
import { answers, startLab } from './engine/start.ts';
import { stopLab } from './engine/stop.ts';
import { ensureProxyNetwork, ensureSwarm } from './engine/swarm.ts';
import { furnish } from './furnish.ts';
import { requireNames } from './names/check.ts';
import { cacheRoot, findLab, labFolder, type Lab } from './state.ts';

export interface UpResult {
  lab: Lab;
  target: string;
  /** False when a lab was there already. */
  started: boolean;
}

export type Log = (line: string) => void;

export interface UpOptions {
  /** Engine, swarm and network only: no image, ingress, bot or recipe. */
  bare?: boolean;
}

export async function up(options: UpOptions, log: Log, wanted: string = labFolder()): Promise<UpResult> {
  requireFit(wanted);
  requireOurs(wanted, stateFolder);
  mkdirSync(wanted, { recursive: true, mode: 0o700 });
  const folder = realpathSync(wanted);
  requireFit(folder);
  const identity = identityOf(folder);
  return withLock(identity.lock, async () => {
    claim(folder, stateFolder);
    const found = findLab(folder);
    if (found !== undefined && isAlive(found)) {
      await joinCache(found.cacheFolder, folder);
      if (!(await answers(found, 15_000))) throw silentEngine(found);
      await complete(found, options, log);
      return { lab: found, target: targetFile(found), started: false };
    }
    const lab = await startAnew(folder, log);
    await complete(lab, options, log);
    return { lab, target: targetFile(lab), started: true };
  }, () => log('another command is at work on this lab; waiting for it'));
}

async function startAnew(folder: string, log: Log): Promise<Lab> {
  const identity = identityOf(folder);
  const cacheFolder = cacheRoot();
  await joinCache(cacheFolder, folder);
  await ensurePackages(log);
  rmSync(targetFile({ folder }), { force: true });
  rmSync(join(folder, 'bin'), { recursive: true, force: true });
  await stopLab(folder, identity);
  keepOnlyImages(join(folder, 'data'));
  const ca = copyOfRoot(await ensureRoot(cacheFolder), folder);
  const input = { folder, identity, cacheFolder, ca, watcher: [process.execPath, labProgram('ingress/watcher'), folder] };
  const clock = performance.now();
  const lab = await startLab(input).catch(async (error: unknown) => {
    await stopLab(folder, identity).catch((remains: unknown) => log(String(remains)));
    // An image store that the engine cannot read is worth nothing.
    if (!existsSync(join(folder, 'data', 'image')) || !(error instanceof LabError) || error.code !== 'ERR_LAB_ENGINE_START') throw error;
    log('the engine did not start on the kept images; trying once more without them');
    rmSync(join(folder, 'data'), { recursive: true, force: true });
    return startLab(input);
  });
  log(`engine answers at ${lab.socket} (${seconds(clock)})`);
  return lab;
}

/** Every part makes sure of itself, so an `up` that was interrupted is completed by the next one. */
async function complete(lab: Lab, options: UpOptions, log: Log): Promise<void> {
  const clock = performance.now();
  await ensureSwarm(lab);
  await Promise.all([requireNames(lab), ensureProxyNetwork(lab), writeContext(lab)]);
  writeCommands(lab);
  if (!options.bare) await furnish(lab, log);
  writeTarget(lab);
  log(`lab is up at ${lab.address}, zone ${lab.zone} (${seconds(clock)})`);
}

function silentEngine(lab: Lab): LabError {
  return new LabError({
    code: 'ERR_LAB_ENGINE_SILENT',
    message: `The lab's processes live, but its engine does not answer at ${lab.socket}.`,
    wayOut: 'run `npm run lab:down -- --force`, then `npm run lab:up`.',
  });
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(2)} s`;
}
