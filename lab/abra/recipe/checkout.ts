/** A recipe's working tree, brought to the version that a command wants. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import { capture } from '../process.ts';
import type { Session } from '../session.ts';
import { catalogueEntry } from './catalogue.ts';
import { isUrl, recipeFolder } from './folder.ts';
import { git, isDirty, tagsOf } from './git.ts';
import { sortReleases } from './version-order.ts';

/** Clones the recipe unless its folder is there; a folder made by hand needs no catalogue entry. */
export async function ensureClone(session: Session, recipe: string): Promise<string> {
  const folder = recipeFolder(session.abraDir, recipe);
  if (existsSync(folder)) return folder;
  if (session.offline) throw new Fatal(`${recipe} is not available offline: ${folder} does not exist`);
  const source = isUrl(recipe) ? recipe : (await catalogueEntry(session.abraDir, recipe)).repository;
  log.debug(`recipe/checkout.ts cloning ${recipe} from ${source}`);
  mkdirSync(dirname(folder), { recursive: true });
  await git(dirname(folder), 'clone', '--quiet', source, folder);
  return folder;
}

/** Releases in the clone, oldest first. */
export async function releases(folder: string): Promise<string[]> {
  return sortReleases((await tagsOf(folder)).map((tag) => tag.name));
}

/** Refuses a tree with changes; untracked files count. */
export async function requireClean(folder: string, recipe: string): Promise<void> {
  if (await isDirty(folder)) throw new Fatal(`${recipe} (${folder}) has locally unstaged changes?`);
}

/** Takes the tags that the recipe's origin has, also those that moved. */
export async function fetchTags(session: Session, folder: string): Promise<void> {
  if (session.offline) return;
  if ((await git(folder, 'remote')).split('\n').includes('origin')) {
    await git(folder, 'fetch', '--quiet', '--force', '--tags', 'origin');
  }
}

/**
 * What every plain command does with the tree: nothing may be changed in it, tags are fetched, and the wanted
 * version is checked out, else the newest release, else (no release at all) it stays at its newest commit.
 * Resolves with the version; `undefined` when there is no release.
 */
export async function ensureVersion(session: Session, recipe: string, wanted?: string): Promise<string | undefined> {
  const folder = await ensureClone(session, recipe);
  await requireClean(folder, recipe);
  await fetchTags(session, folder);
  const version = wanted ?? (await releases(folder)).at(-1);
  if (version === undefined) {
    await checkout(folder, await newestCommit(folder));
    return undefined;
  }
  if (version.endsWith('+U')) {
    throw new Fatal(`cannot redeploy previous chaos version (${version}), did you mean to use "--chaos"?`);
  }
  await checkout(folder, await commitOf(folder, version));
  log.debug(`recipe/checkout.ts ${recipe} is at ${version}`);
  return version;
}

/** What commands that only look at an app do: the version of its `.env`, or with `-C` the tree as it lies. */
export async function ensureTree(session: Session, recipe: string, version: string | undefined, flags: { chaos?: boolean }): Promise<string> {
  const folder = await ensureClone(session, recipe);
  if (!flags.chaos) await ensureVersion(session, recipe, version);
  return folder;
}

async function checkout(folder: string, commit: string): Promise<void> {
  await git(folder, 'checkout', '--quiet', '--detach', '--force', commit);
}

/** A version is a tag or a commit; the tag wins, since a tag may look like a short hash. */
async function commitOf(folder: string, version: string): Promise<string> {
  for (const name of [`refs/tags/${version}^{commit}`, `${version}^{commit}`]) {
    const found = await capture('git', ['-c', 'safe.directory=*', '-C', folder, 'rev-parse', '--quiet', '--verify', name]);
    if (found.status === 0) return found.stdout.trim();
  }
  throw new Fatal(`failed to check out ${version}: no such tag or commit`);
}

async function newestCommit(folder: string): Promise<string> {
  for (const name of ['refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master', 'HEAD']) {
    const found = await capture('git', ['-c', 'safe.directory=*', '-C', folder, 'rev-parse', '--quiet', '--verify', name]);
    if (found.status === 0) return found.stdout.trim();
  }
  throw new Fatal(`${folder} has no commit`);
}
