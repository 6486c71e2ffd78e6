/** The cache that a user's labs share: which labs build on it, and its end when no other does. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors.ts';
import { findLab, writeWhole } from '../state.ts';
import { identityOf } from './identity.ts';
import { isHeld, withLock } from './lock.ts';
import { cacheFolder as kind, claim, isOurs, removeOurs, requireOurs } from './ownership.ts';
import { isAlive } from './process.ts';

/** Makes the cache where there is none and writes this lab down in it. Only while the lab's own lock is held. */
export async function joinCache(cache: string, lab: string): Promise<void> {
  await withLock(lockOf(cache), async () => {
    claim(cache, kind);
    mkdirSync(join(cache, 'labs'), { recursive: true, mode: 0o700 });
    writeWhole(entryOf(cache, lab), lab);
  });
}

/** Takes an ended lab out of the list. */
export async function leaveCache(cache: string, lab: string): Promise<void> {
  await withLock(lockOf(cache), async () => {
    if (isOurs(cache)) rmSync(entryOf(cache, lab), { force: true });
  });
}

/** Throws where the cache is not ours to remove, or where another lab lives on it or is being worked at. */
export async function requireUnused(cache: string, ownLab: string): Promise<void> {
  requireOurs(cache, kind);
  for (const lab of labsOf(cache)) {
    if (lab === ownLab || !(await isInUse(lab))) continue;
    throw new LabError({
      code: 'ERR_LAB_CACHE_IN_USE', fault: 'user',
      message: `The image cache ${cache} cannot be removed: the lab in ${lab} uses it too.`,
      wayOut: `end that lab first (LAB_STATE=${lab}), or leave out --purge.`,
    });
  }
}

/** Removes the cache unless another lab uses it. Returns what it left because the lab had not made it. */
export async function purgeCache(cache: string, ownLab: string): Promise<string[]> {
  return withLock(lockOf(cache), async () => {
    await requireUnused(cache, ownLab);
    return removeOurs(cache, kind);
  });
}

/** Alive, or on its way up: then a command holds its lock. */
async function isInUse(folder: string): Promise<boolean> {
  const lab = findLab(folder);
  return (lab !== undefined && isAlive(lab)) || isHeld(identityOf(folder).lock);
}

function labsOf(cache: string): string[] {
  const folder = join(cache, 'labs');
  try {
    return readdirSync(folder).filter((name) => /^[0-9a-f]{8}$/.test(name)).map((name) => readFileSync(join(folder, name), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function entryOf(cache: string, lab: string): string {
  return join(cache, 'labs', identityOf(lab).hash);
}

function lockOf(cache: string): string {
  return `recipe-harness-cache-${identityOf(cache).hash}`;
}
