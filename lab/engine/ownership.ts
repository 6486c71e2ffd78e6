/** Tells a folder that the lab made from one that it must not touch, and removes of the former no more than the lab made. */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors.ts';
import { writeWhole } from '../state.ts';

/** The sign by which backup programs leave out a folder that can be made again (https://bford.info/cachedir/). */
const tag = 'CACHEDIR.TAG';
const owner = '# Made by recipe-harness, which deletes it on request.';
const content = `Signature: 8a477f597d28d172789f06886806bc55\n${owner}\n`;

/** What a folder is for: the variables that name it, and the entries that the lab makes in it. */
export interface FolderKind {
  what: string;
  variable: string;
  made: RegExp;
}

export const stateFolder: FolderKind = {
  what: 'state folder',
  variable: 'RECIPE_HARNESS_STATE',
  made: /^(bin|ca|catalogue|data|docker-config|ingress|recipes|ssh|docker\.sock|init\.sh|(dnsmasq\.conf|lab\.json|target\.toml|CACHEDIR\.TAG)(\.\d+)?|(dnsmasq|dockerd|ingress|lab)\.log)$/,
};

export const cacheFolder: FolderKind = {
  what: 'image cache',
  variable: 'RECIPE_HARNESS_CACHE',
  made: /^(ca|ca-\w{6}|images|labs|node|CACHEDIR\.TAG(\.\d+)?)$/,
};

/** Makes the folder the lab's: one that is new, empty or the lab's already. Throws for any other. */
export function claim(folder: string, kind: FolderKind): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireOurs(folder, kind);
  if (!hasTag(folder)) writeWhole(join(folder, tag), content, 0o644);
}

/** Throws where there is something that nothing shows to be the lab's. */
export function requireOurs(folder: string, kind: FolderKind): void {
  if (isOurs(folder)) return;
  const what = contentOf(folder);
  if (what === undefined) return;
  throw new LabError({
    code: 'ERR_LAB_FOLDER_FOREIGN', fault: 'user',
    message: `${folder} is to be the lab's ${kind.what}, but the lab did not make it, and it ${what}. It was left as it is.`,
    wayOut: `set ${kind.variable} to a folder that is empty or does not exist yet; if this one is what an older lab left, delete it yourself.`,
  });
}

export function isOurs(folder: string): boolean {
  return hasTag(folder) || tellsOfItself(folder);
}

/** Removes what the lab made, and the folder if nothing else is in it. Returns what it left. */
export function removeOurs(folder: string, kind: FolderKind): string[] {
  requireOurs(folder, kind);
  if (!isOurs(folder)) return []; // empty or not there: nothing of ours in it
  const ours = readdirSync(folder).filter((entry) => kind.made.test(entry) && entry !== tag);
  for (const entry of ours) rmSync(join(folder, entry), { recursive: true, force: true });
  const left = readdirSync(folder).filter((entry) => entry !== tag);
  if (left.length > 0) return left.map((entry) => join(folder, entry));
  // Last, so that an interrupted removal can be taken up again.
  rmSync(join(folder, tag), { force: true });
  try {
    rmdirSync(realpathSync(folder));
    return [];
  } catch {
    return [folder]; // a mount point, or filled just now
  }
}

function hasTag(folder: string): boolean {
  try {
    return readFileSync(join(folder, tag), 'utf8').includes(owner);
  } catch {
    return false;
  }
}

/** A `lab.json` that names the folder it lies in. */
function tellsOfItself(folder: string): boolean {
  try {
    const lab = JSON.parse(readFileSync(join(folder, 'lab.json'), 'utf8')) as { folder?: unknown } | null;
    return lab?.folder === realpathSync(folder);
  } catch {
    return false;
  }
}

/** Undefined where there is nothing that could be lost. */
function contentOf(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  if (!statSync(folder).isDirectory()) return 'is no folder';
  // Half a tag is that of a command that makes the folder its own just now.
  const entries = readdirSync(folder).filter((entry) => !/^CACHEDIR\.TAG\.\d+$/.test(entry));
  if (entries.length === 0) return undefined;
  return `holds ${entries.slice(0, 3).join(', ')}${entries.length > 3 ? ` and ${entries.length - 3} more` : ''}`;
}
