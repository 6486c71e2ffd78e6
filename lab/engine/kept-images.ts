/** Reads from an ended engine's folder which images have a name, and all that they consist of. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Kept {
  /** Image ids, without `sha256:`. */
  images: Set<string>;
  /** Chain ids, by which the engine writes down layers. */
  layers: Set<string>;
  /** The layers' folders in `overlay2`. */
  folders: Set<string>;
}

/** Undefined when anything is missing or not what it should be: then nothing in the store can be relied on. */
export function readImages(store: string, overlay: string): Kept | undefined {
  const kept: Kept = { images: new Set(), layers: new Set(), folders: new Set() };
  try {
    for (const id of namedImages(store)) {
      kept.images.add(id);
      let chain = '';
      for (const diff of layersOf(store, id)) {
        const parent = chain;
        chain = parent === '' ? bare(diff) : sha256(`sha256:${parent} ${diff}`);
        if (kept.layers.has(chain)) continue;
        kept.layers.add(chain);
        kept.folders.add(folderOf(store, overlay, { chain, diff, parent }));
      }
    }
    return kept;
  } catch {
    return undefined;
  }
}

/** Every image with a tag or digest. */
function namedImages(store: string): Set<string> {
  const { Repositories: repositories = {} } = JSON.parse(text(join(store, 'repositories.json'))) as { Repositories?: Record<string, Record<string, string>> };
  return new Set(Object.values(repositories).flatMap((names) => Object.values(names).map(bare)));
}

/** The diff ids in an image's own description, lowest layer first. */
function layersOf(store: string, id: string): string[] {
  const description = readFileSync(join(store, 'imagedb', 'content', 'sha256', id), 'utf8');
  if (sha256(description) !== id) throw new Error(`image ${id} is not what its name says`);
  return (JSON.parse(description) as { rootfs?: { diff_ids?: string[] | null } }).rootfs?.diff_ids ?? [];
}

function folderOf(store: string, overlay: string, layer: { chain: string; diff: string; parent: string }): string {
  const record = join(store, 'layerdb', 'sha256', layer.chain);
  if (text(join(record, 'diff')) !== layer.diff) throw new Error(`layer ${layer.chain} holds another`);
  if (layer.parent !== '' && bare(text(join(record, 'parent'))) !== layer.parent) throw new Error(`layer ${layer.chain} has another parent`);
  const folder = text(join(record, 'cache-id'));
  if (!/^[0-9a-z]+$/.test(folder)) throw new Error(`layer ${layer.chain} has no folder`);
  const needed = [join(record, 'tar-split.json.gz'), join(overlay, folder, 'diff'), join(overlay, 'l', text(join(overlay, folder, 'link')))];
  if (!needed.every((path) => existsSync(path))) throw new Error(`layer ${layer.chain} is not whole`);
  return folder;
}

function bare(digest: string): string {
  const hex = digest.replace(/^sha256:/, '');
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new Error(`${digest} is no digest`);
  return hex;
}

function text(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
