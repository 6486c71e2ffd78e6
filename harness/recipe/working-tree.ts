/** The uncommitted and untracked changes of a working tree, kept aside so that they can be laid over a clean checkout. */
import { cp, lstat, mkdir, readlink, rm, symlink, copyFile, chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from './git.ts';

export interface Changes {
  /** Paths, relative to the tree, that exist in it and differ from its commit, or are untracked. */
  written: string[];
  /** Paths that its commit has and the tree has not. */
  deleted: string[];
}

/** Copies what differs from the tree's commit into `aside`. Ignored files are left out. */
export async function keepChanges(tree: string, aside: string): Promise<Changes> {
  const status = await git(tree, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames']);
  const paths = status.split('\0').filter(entry => entry !== '').map(entry => entry.slice(3));
  const changes: Changes = { written: [], deleted: [] };
  await rm(aside, { recursive: true, force: true });
  for (const path of paths) {
    const kept = await copyEntry(join(tree, path), join(aside, path));
    (kept ? changes.written : changes.deleted).push(path);
  }
  return changes;
}

/** Lays the kept changes over a clean checkout of the same commit. */
export async function applyChanges(changes: Changes, aside: string, folder: string): Promise<void> {
  for (const path of changes.deleted) await rm(join(folder, path), { recursive: true, force: true });
  for (const path of changes.written) {
    await rm(join(folder, path), { recursive: true, force: true });
    await copyEntry(join(aside, path), join(folder, path));
  }
}

/** False when there is nothing to copy. A nested repository arrives as a folder. */
async function copyEntry(from: string, to: string): Promise<boolean> {
  const stat = await lstat(from).catch(() => undefined);
  if (stat === undefined) return false;
  await mkdir(dirname(to), { recursive: true });
  if (stat.isSymbolicLink()) await symlink(await readlink(from), to);
  else if (stat.isDirectory()) await cp(from, to, { recursive: true, verbatimSymlinks: true });
  else if (stat.isFile()) {
    await copyFile(from, to);
    await chmod(to, stat.mode & 0o777);
  }
  return true;
}
