/** The image cache: what was built from which input, so that the same input is never built twice. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { withLock } from '../engine/lock.ts';
import { LabError } from '../errors.ts';
import { cleanEnvironment } from './environment.ts';

export type Log = (line: string) => void;

/** Hash over everything that goes into an artefact. */
export function keyOf(...inputs: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32);
}

/** A script that lies beside this module. */
export function scriptPath(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/**
 * The folder of the artefact `key`: from the cache, else made by `make` in a folder that gets its name only when whole.
 * Of several processes that ask at once, one makes it; what a killed one left is thrown away by the next.
 */
export async function artefact(cacheFolder: string, kind: string, key: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder, 'images', kind, key);
  if (existsSync(folder)) return folder;
  return withLock(`recipe-harness-image-${keyOf(folder)}`, async () => {
    if (existsSync(folder)) return folder;
    const half = `${folder}.making`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true, mode: 0o700 });
    try {
      await make(half);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      throw error;
    }
    renameSync(half, folder);
    return folder;
  });
}

/** Runs a build script in mount and pid namespaces of its own. It dies with this process, and its mounts with it. */
export async function build(script: 'base.sh' | 'layer.sh', args: readonly string[], what: string): Promise<void> {
  const isolated = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
  const result = await execa('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...isolated, 'sh', scriptPath(script), ...args], {
    env: cleanEnvironment(), extendEnv: false, all: true, reject: false, stdin: 'ignore',
  });
  if (!result.failed) return;
  throw new LabError({
    code: 'ERR_LAB_IMAGE_BUILD',
    message: `${what} could not be built: ${result.shortMessage ?? 'no reason given'}.`,
    wayOut: 'read the output below; when it is about a download, run `apt-get update` and the command again.',
    detail: (result.all ?? '').split('\n').slice(-25).join('\n'),
  });
}
