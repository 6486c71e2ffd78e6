/** Images in the engine that their definitions no longer describe: an app is not to run on what this copy of the lab would not build. */
import { ask, call } from '../engine/api.ts';
import { imageKey, keyLabel } from './archive.ts';
import { baseKey } from './base.ts';
import { definitions } from './definitions/index.ts';
import type { ImageDefinition } from './definition.ts';
import type { ImageLab } from './ensure.ts';
import { layerKey } from './layer.ts';
import type { Log } from './store.ts';

export interface NamedImage {
  RepoTags?: readonly string[] | null;
  Labels?: Readonly<Record<string, string>> | null;
}

/** Takes their names away, so that whoever asks for one next gets it built. What a container stands on stays, and keeps its name. */
export async function forgetOutdated(lab: ImageLab, log: Log): Promise<void> {
  const filter = encodeURIComponent(JSON.stringify({ label: [keyLabel] }));
  const there = await call(lab.socket, 'GET', `/images/json?filters=${filter}`) as NamedImage[];
  for (const ref of outdated(there, definitions, baseKey(lab.ca.certificate))) {
    const { status } = await ask(lab.socket, 'DELETE', `/images/${ref}`);
    log(status === 200 ? `${ref} is built anew when it is wanted: its definition has changed` : `${ref} is in use, and stays though its definition has changed`);
  }
}

/** Names whose image was built from something else than what the definitions say now. */
export function outdated(there: readonly NamedImage[], wanted: readonly ImageDefinition[], base: string): string[] {
  const keys = new Map<string, string>(wanted.map((definition) => [definition.ref, imageKey(layerKey(definition, base), definition.config)]));
  return there.flatMap(({ RepoTags, Labels }) => (RepoTags ?? []).filter((ref) => keys.has(ref) && Labels?.[keyLabel] !== keys.get(ref)));
}
