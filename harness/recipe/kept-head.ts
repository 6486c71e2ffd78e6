/** What a run has under test of a recipe, kept beside the clone for its other processes. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OverlayFiles } from '../settings/overlay-files.ts';
import { RecipeError } from './recipe-error.ts';
import type { Changes } from './working-tree.ts';

/** What is under test. */
export interface Head {
  commit: string;
  /** The version label of its service `app`. */
  version: string | undefined;
  /** True when the working tree's changes lie over the commit: abra stamps such a deploy with `+U`. */
  dirty: boolean;
  /** How it was named. */
  ref: string;
}

/** What the run's other processes need to take up the same checkout. */
export interface Kept { head: Head; changes: Changes; ownOverlay: OverlayFiles }

/** Undefined where no process has fetched the recipe yet. */
export async function readKept(file: string): Promise<Kept | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new RecipeError({ code: 'ERR_RECIPE_SOURCE', fault: 'harness', message: `${file} cannot be read.`, wayOut: `Remove ${dirname(file)}.`, cause: error });
  }
}

export async function writeKept(file: string, kept: Kept): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(kept, undefined, 2));
  await rename(`${file}.new`, file);
}
