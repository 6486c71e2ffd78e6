/** The files below a folder. Node's own recursive listing goes through symbolic links, round in circles where two folders lead to each other. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Paths that begin with `folder`, sorted. Links are neither followed nor named, as Playwright does it with tests.
 * @param without names of folders that are left out, at any depth
 */
export function filesBelow(folder: string, without: readonly string[] = []): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return without.includes(entry.name) ? [] : stillBelow(place, without);
    return entry.isFile() ? [place] : [];
  }).sort();
}

/** A folder that goes away while the one above it is listed has no files. */
function stillBelow(folder: string, without: readonly string[]): string[] {
  try {
    return filesBelow(folder, without);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
