/** The files of an overlay that lies elsewhere: listed, compared, and laid into the project's tree. Light: every `--list` loads it. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { filesBelow } from '../files-below.ts';

/** What an overlay holds: enough to name it, and to know whether another copy is the same. */
export interface OverlayFiles {
  /** Paths below its folder, sorted. */
  readonly files: readonly string[];
  /** SHA-256 over names and contents; of an empty list where there is no overlay. */
  readonly digest: string;
}

/** Reads names and contents; runs nothing, and follows no symbolic link. */
export function overlayFilesIn(folder: string): OverlayFiles {
  const files = isFolder(folder) ? ownBelow(folder) : [];
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(join(folder, file));
    hash.update(`${JSON.stringify(file)} ${content.length}\n`).update(content);
  }
  return { files, digest: hash.digest('hex') };
}

/** Makes `to` hold the files of `from` and no others; what is the same already is not touched, since watchers look at it. */
export function mirrorOverlay(from: string, to: string): void {
  const wanted = isFolder(from) ? ownBelow(from) : [];
  for (const file of wanted) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeWhenChanged(join(to, file), readFileSync(join(from, file)));
  }
  const known = new Set(wanted);
  for (const file of isFolder(to) ? allBelow(to) : []) {
    if (isDraft(file) ? isStale(join(to, file)) : !known.has(file)) rmSync(join(to, file), { force: true });
  }
}

/** Makes the folder, with a `.gitignore` of its own that keeps all of it out of the project's history. */
export function folderOutOfGit(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeWhenChanged(join(folder, '.gitignore'), Buffer.from('*\n'));
}

/** Several processes load one config at once, and a watcher should not see a change where there is none. */
export function writeWhenChanged(file: string, content: Buffer): void {
  try {
    if (readFileSync(file).equals(content)) return;
  } catch {
    // Not there yet.
  }
  const draft = join(dirname(file), `${draftName}${process.pid}-${basename(file)}.part`);
  writeFileSync(draft, content);
  renameSync(draft, file);
}

/** A reserved name: another process may be writing there just now, and no overlay has a file of that name. */
const draftName = '.recipe-harness-draft-';
/** A draft is renamed at once; whoever wrote this one has died. */
const staleMs = 60_000;

function isDraft(file: string): boolean {
  return basename(file).startsWith(draftName);
}

function isStale(file: string): boolean {
  const written = lstatSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && Date.now() - written > staleMs;
}

function ownBelow(folder: string): string[] {
  return allBelow(folder).filter(file => !isDraft(file));
}

function allBelow(folder: string): string[] {
  return filesBelow(folder, ['node_modules']).map(file => relative(folder, file));
}

function isFolder(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
