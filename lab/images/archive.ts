/** The archive that `docker load` reads: manifest, configuration, and those layers that the engine does not have yet. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { Layer } from './base.ts';
import type { ImageConfig, ImageDefinition } from './definition.ts';
import { sourceDateEpoch } from './environment.ts';
import { keyOf } from './store.ts';

/** Label by which the lab knows again what it built. */
export const keyLabel = 'recipe-harness.image-key';

export interface Image {
  ref: string;
  key: string;
  layers: readonly Layer[];
  config: ImageConfig;
  version: string;
}

/** Changes with the layers and with the configuration. */
export function imageKey(layerKey: string, config: ImageConfig): string {
  return keyOf('image', layerKey, config);
}

export function imageOf(definition: Pick<ImageDefinition, 'ref' | 'config'>, layers: readonly Layer[]): Image {
  const top = layers.at(-1);
  if (top === undefined) throw new TypeError(`${definition.ref} has no layer`);
  return { ref: definition.ref, config: definition.config, layers, version: top.version, key: imageKey(top.key, definition.config) };
}

/** Streams the archive. `known` says which layers, by diff id, need not be sent. */
export function loadArchive(image: Image, known: ReadonlySet<string>): NodeJS.ReadableStream {
  const created = new Date(Number(sourceDateEpoch) * 1000).toISOString();
  const config = JSON.stringify({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created,
    config: { ...image.config, Labels: { [keyLabel]: image.key, 'org.opencontainers.image.version': image.version } },
    rootfs: { type: 'layers', diff_ids: image.layers.map((layer) => `sha256:${layer.diffId}`) },
    history: image.layers.map(() => ({ created, created_by: 'recipe-harness lab' })),
  });
  const name = `${createHash('sha256').update(config).digest('hex')}.json`;
  const manifest = [{ Config: name, RepoTags: [image.ref], Layers: image.layers.map((layer) => `${layer.diffId}/layer.tar`) }];

  const archive = pack();
  const write = async (): Promise<void> => {
    archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
    archive.entry({ name }, config);
    for (const layer of image.layers) {
      if (known.has(layer.diffId)) continue;
      const entry = archive.entry({ name: `${layer.diffId}/layer.tar`, size: statSync(layer.tar).size });
      await pipeline(createReadStream(layer.tar, { highWaterMark: 1 << 20 }), entry);
    }
    archive.finalize();
  };
  write().catch((error: unknown) => archive.destroy(error as Error));
  return archive as unknown as NodeJS.ReadableStream;
}
