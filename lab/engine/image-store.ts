/** Keeps an ended engine's images and forgets all else: loading them again is the longest part of a start. */
import { existsSync, lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readImages, type Kept } from './kept-images.ts';

/**
 * Only while no engine runs on the folder. What is no part of a named image it removes: containers, volumes, the swarm, images that
 * lost their name to a newer one, and what a load left that was killed. A store in which anything is missing is removed whole.
 */
export function keepOnlyImages(data: string): void {
  if (!existsSync(data)) return;
  const store = join(data, 'image', 'overlay2');
  const overlay = join(data, 'overlay2');
  const kept = readImages(store, overlay);
  removeAllBut(data, kept === undefined ? [] : ['image', 'overlay2']);
  if (kept === undefined) return;
  sweepRecords(data, store, kept);
  sweepLayers(overlay, kept);
}

function sweepRecords(data: string, store: string, kept: Kept): void {
  removeAllBut(join(data, 'image'), ['overlay2']);
  removeAllBut(join(store, 'layerdb', 'sha256'), kept.layers);
  removeAllBut(join(store, 'layerdb', 'mounts'), []);
  removeAllBut(join(store, 'layerdb', 'tmp'), []);
  for (const part of ['content', 'metadata']) removeAllBut(join(store, 'imagedb', part, 'sha256'), kept.images);
}

function sweepLayers(overlay: string, kept: Kept): void {
  removeAllBut(overlay, [...kept.folders, 'l']);
  // The short names that overlay mounts call the layers by.
  for (const link of entriesOf(join(overlay, 'l'))) {
    const path = join(overlay, 'l', link);
    const folder = lstatSync(path).isSymbolicLink() ? basename(dirname(readlinkSync(path))) : '';
    if (!kept.folders.has(folder)) remove(path);
  }
}

function removeAllBut(folder: string, names: Iterable<string>): void {
  const kept = new Set(names);
  for (const entry of entriesOf(folder)) {
    if (!kept.has(entry)) remove(join(folder, entry));
  }
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
