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
    if (entry.isDirectory()) return without.includes(entry.name) ? [] : filesBelow(place, without);
    return entry.isFile() ? [place] : [];
  }).sort();
}
