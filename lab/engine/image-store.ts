/** Keeps an ended engine's images and forgets all else: loading them again is the longest part of a start. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const kept = new Set(['image', 'overlay2']);

/** Only while no engine runs on the folder. What it does not know it removes, and with it the chance of a half-kept state. */
export function keepOnlyImages(data: string): void {
  if (!existsSync(data)) return;
  for (const entry of readdirSync(data)) {
    if (!kept.has(entry)) remove(join(data, entry));
  }
  const mounts = join(data, 'image', 'overlay2', 'layerdb', 'mounts');
  for (const container of folders(mounts)) {
    for (const file of ['mount-id', 'init-id']) removeLayer(join(data, 'overlay2'), read(join(mounts, container, file)));
    remove(join(mounts, container));
  }
}

/** A container's own layer, and the short name that overlay mounts call it by. */
function removeLayer(overlay: string, id: string | undefined): void {
  if (id === undefined || !/^[0-9a-f-]+(-init)?$/.test(id)) return;
  const short = read(join(overlay, id, 'link'));
  if (short !== undefined && /^[A-Z0-9]+$/.test(short)) remove(join(overlay, 'l', short));
  remove(join(overlay, id));
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

function folders(parent: string): string[] {
  try {
    return readdirSync(parent);
  } catch {
    return [];
  }
}
