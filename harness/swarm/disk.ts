/** What services take of the node's disk: their images, and the volumes that they mount. */
import type { Engine } from './engine.ts';
import type { ServiceView } from './views.ts';

/** Bytes. Layers that images share are in each of them, and a volume in each service that mounts it. */
export interface DiskUse {
  readonly image: number;
  readonly volumes: number;
}

/** What is asked of the engine. */
export type DiskSource = Pick<Engine, 'imageSize' | 'volumeSizes'>;

/** By service; one of which the engine does not know all is left out. */
export async function diskOf(engine: DiskSource, services: readonly Pick<ServiceView, 'name' | 'image' | 'mounts'>[], signal: AbortSignal): Promise<Record<string, DiskUse>> {
  const mountsVolumes = services.some(({ mounts }) => mounts.some(isVolume));
  const volumes = mountsVolumes ? await engine.volumeSizes(signal) : new Map<string, number>();
  const found = await Promise.all(services.map(async ({ name, image, mounts }) => {
    const size = await engine.imageSize(image);
    const sizes = [...new Set(mounts.filter(isVolume).map(({ source }) => source))].map(source => volumes.get(source));
    return { name, size, sizes };
  }));
  return Object.fromEntries(found.flatMap(({ name, size, sizes }) => size === undefined || sizes.includes(undefined) ? []
    : [[name, { image: size, volumes: sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0) }]]));
}

function isVolume({ type }: ServiceView['mounts'][number]): boolean {
  return type === 'volume';
}
