/** Makes sure that the lab's engine holds the images asked for: from the engine, else from the cache, else built. */
import type { Lab } from '../state.ts';
import { LabError } from '../errors.ts';
import { imageKey, imageOf } from './archive.ts';
import { baseKey, ensureBase, type Base, type Layer } from './base.ts';
import { baseDefinition } from './definitions/base.ts';
import { definitions } from './definitions/index.ts';
import type { ImageDefinition } from './definition.ts';
import { inspectImage, loadImage } from './engine.ts';
import { ensureLayer, layerKey } from './layer.ts';
import type { Log } from './store.ts';

/** Every image that the lab can make. */
export function labImages(): string[] {
  return [baseDefinition.ref, ...definitions.map((definition) => definition.ref)];
}

/** What of a lab this room needs: also enough to fill the cache before there is an engine. */
export type ImageLab = Pick<Lab, 'socket' | 'cacheFolder' | 'ca'>;

/** Returns when the engine holds all `refs` as their definitions now say. Several processes may ask at once. */
export async function ensureImages(lab: ImageLab, refs: readonly string[], log: Log): Promise<void> {
  const wanted = findDefinitions(refs);
  const base = memo(() => ensureBase(lab.cacheFolder, lab.ca.certificate, log));
  const loadedBase = memo(async () => loadBase(lab, await base(), log));
  const baseImage = imageKey(baseKey(lab.ca.certificate), baseDefinition.config);
  if (refs.includes(baseDefinition.ref) && (await inspectImage(lab.socket, baseDefinition.ref))?.key !== baseImage) await loadedBase();
  await Promise.all(wanted.map((definition) => ensureImage(lab, definition, base, loadedBase, log)));
}

async function ensureImage(lab: ImageLab, definition: ImageDefinition, base: () => Promise<Base>, loadedBase: () => Promise<Base>, log: Log): Promise<void> {
  const key = imageKey(layerKey(definition, baseKey(lab.ca.certificate)), definition.config);
  if ((await inspectImage(lab.socket, definition.ref))?.key === key) return;
  const made = await base();
  const fromNothing = definition.only !== undefined;
  const [layer, ...under] = await Promise.all([ensureLayer(definition, made, lab.cacheFolder, log), ...fromNothing ? [] : layersUnder(lab, definition, base, loadedBase, log)]);
  log(`loading ${definition.ref}`);
  await loadImage(lab.socket, imageOf(definition, [...under, layer]), new Set(under.map(({ diffId }) => diffId)));
}

/** What the engine then holds already, so that it need not be sent with each image that stands on it. */
function layersUnder(lab: ImageLab, { over }: ImageDefinition, base: () => Promise<Base>, loadedBase: () => Promise<Base>, log: Log): Promise<Layer>[] {
  if (over === undefined) return [loadedBase()];
  const loaded = loadedBase().then(async (made) => {
    for (const image of findDefinitions([over.ref])) await ensureImage(lab, image, base, loadedBase, log);
    return ensureLayer(over, made, lab.cacheFolder, log);
  });
  return [loadedBase(), loaded];
}

async function loadBase(lab: ImageLab, base: Base, log: Log): Promise<Base> {
  const image = imageOf(baseDefinition, [base]);
  if ((await inspectImage(lab.socket, baseDefinition.ref))?.key === image.key) return base;
  log(`loading ${baseDefinition.ref}`);
  await loadImage(lab.socket, image, new Set());
  return base;
}

function findDefinitions(refs: readonly string[]): ImageDefinition[] {
  const unknown = refs.filter((ref) => !labImages().includes(ref));
  if (unknown.length > 0) {
    throw new LabError({
      code: 'ERR_LAB_IMAGE_UNKNOWN',
      fault: 'user',
      message: `The lab cannot make ${unknown.join(', ')}, and no container registry is behind it: manifest unknown.`,
      wayOut: `name one of its own images: ${labImages().join(', ')}.`,
    });
  }
  return definitions.filter((definition) => refs.includes(definition.ref));
}

function memo<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
