/** Where a site goes, and how it gets there: nothing that is no site is ever replaced, and what fails leaves nothing behind. */
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { HarnessError } from '../errors.ts';

/** By this file a folder is known as a site that may be replaced. What begins with its name is a site in the making. */
export const marker = '.recipe-harness-site';

/** A disk that is mounted there brings it along. */
const disksOwn = 'lost+found';

/** No site takes as long: whoever made it was killed. */
const staleMs = 3_600_000;

export interface Place {
  /** Absolute, without links. */
  readonly to: string;
  /** Where the draft is made: the folder itself, or where that is new the nearest one above it. No move from here leaves the disk. */
  readonly workshop: string;
}

/** Makes nothing: whatever is refused, is refused before. */
export function placeFor(out: string, from: string): Place {
  const wanted = resolve(out);
  const nearest = nearestThere(wanted);
  const named = nearest === wanted ? out : nearest;
  if (!existsSync(nearest)) throw refused(`${named} is a link that leads nowhere.`);
  const workshop = realpathSync(nearest);
  const to = join(workshop, relative(nearest, wanted));
  if (within(to, from)) throw refused(`${out} lies in the folder of results.`);
  if (within(from, to)) throw refused(`The results lie in ${out}, which would be replaced.`);
  if (!statSync(workshop).isDirectory()) throw refused(`${named} is no folder.`);
  if (nearest !== wanted) return { to, workshop };
  const there = readdirSync(to).filter(name => name !== disksOwn);
  if (there.length > 0 && !there.some(name => name.startsWith(marker))) throw refused(`${out} is not empty, and no site of this command.`);
  return { to, workshop };
}

/** Removes the drafts of those who were killed over them. */
export function clearDead({ workshop }: Place, now = Date.now()): void {
  for (const name of readdirSync(workshop).filter(name => name.startsWith(`${marker}-`))) {
    const draft = join(workshop, name);
    const made = lstatSync(draft, { throwIfNoEntry: false });
    // Another user's is for that user to remove.
    if (made !== undefined && made.uid === process.geteuid?.() && now - made.mtimeMs > staleMs) rmSync(draft, { recursive: true, force: true });
  }
}

/** A folder that is there stays the same one, and what it holds is replaced: it may be a mount, be served, or lie where its owner may change nothing else. */
export function putInPlace(draft: string, old: string, { to, workshop }: Place): void {
  if (to !== workshop) {
    mkdirSync(dirname(to), { recursive: true });
    return renameSync(draft, to);
  }
  mkdirSync(old);
  const moved: (readonly [now: string, before: string])[] = [];
  const move = (name: string, before: string, now: string): void => {
    renameSync(join(before, name), join(now, name));
    moved.unshift([join(now, name), join(before, name)]);
  };
  try {
    for (const name of readdirSync(to).filter(name => name !== disksOwn && !name.startsWith(`${marker}-`))) move(name, to, old);
    for (const name of readdirSync(draft)) move(name, draft, to);
  } catch (error) {
    for (const [now, before] of moved) renameSync(now, before);
    throw error;
  }
}

/** The path itself, or what of it is there: a link that leads nowhere is. */
function nearestThere(path: string): string {
  try {
    lstatSync(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(path) === path) throw error;
    return nearestThere(dirname(path));
  }
}

export function within(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function refused(message: string): HarnessError {
  return new HarnessError({
    code: 'ERR_SITE_OUT', fault: 'user', message, wayOut: 'Name a new or an empty folder, or one that this command has written; it lies neither in the results nor around them.',
  });
}
