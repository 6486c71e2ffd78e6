/**
 * What a stack's backup labels include: backup-bot-two's v2 labels (whole volumes, or paths relative to a volume's root).
 * Of the older `backupbot.backup.path` (paths inside the container) it takes no notice, as that bot does: whole volumes are kept.
 * Source: the backup-bot-two specification of April 2024.
 */
import { backupBot } from '../abra/facts.ts';

/** One service of the running stack, as far as backups care. */
export interface ServiceForBackup {
  /** The service's name in the compose file. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Named volumes of the stack by the path where the service mounts them; names as in the compose file. */
  readonly mounts: readonly { readonly volume: string; readonly path: string }[];
}

/** A place that a backup must hold. */
export interface BackupPath {
  readonly service: string;
  readonly volume: string;
  /** Relative to the volume's root; '' for the whole volume. */
  readonly inside: string;
  /** Absolute path inside the service's container. */
  readonly path: string;
}

const yes = new Set(['true', '1', 'yes']);
/** Volumes are named as in the compose file. The second prefix is the older one; the bot takes both. */
const volumePrefixes = ['backupbot.backup.volumes.', 'backupbot.volumes.'];

/** Whether any service asks to be backed up. */
export function asksForBackup(services: readonly ServiceForBackup[]): boolean {
  return readLabels(services).enabled;
}

/** Every place that the labels include, in the order of services and mounts. */
export function includedPaths(services: readonly ServiceForBackup[]): BackupPath[] {
  const { enabled, excluded, chosen } = readLabels(services);
  if (!enabled) return [];
  const seen = new Set<string>();
  const paths: BackupPath[] = [];
  for (const service of services) {
    for (const mount of service.mounts) {
      if (excluded.has(mount.volume) || seen.has(mount.volume)) continue;
      seen.add(mount.volume);
      for (const inside of chosen.get(mount.volume) ?? ['']) {
        paths.push({ service: service.name, volume: mount.volume, inside, path: join(mount.path, inside) });
      }
    }
  }
  return paths;
}

interface BackupLabels {
  enabled: boolean;
  readonly excluded: Set<string>;
  /** Places inside a volume, instead of all of it; an empty one is all of it. */
  readonly chosen: Map<string, Set<string>>;
}

/** Reads as the bot does: any service may speak for the whole stack, what is left out stays out, and paths of several labels add up. */
function readLabels(services: readonly ServiceForBackup[]): BackupLabels {
  const read: BackupLabels = { enabled: false, excluded: new Set(), chosen: new Map() };
  for (const [label, value] of services.flatMap(({ labels }) => Object.entries(labels))) {
    if (label === backupBot.backupLabel) read.enabled ||= yes.has(value.trim().toLowerCase());
    const name = volumePrefixes.filter(prefix => label.startsWith(prefix)).map(prefix => label.slice(prefix.length))[0];
    if (name === undefined) continue;
    if (name.endsWith('.path')) {
      const volume = name.slice(0, -'.path'.length);
      const places = value.split(',').map(each => each.trim().replace(/^\/+/, ''));
      read.chosen.set(volume, new Set([...read.chosen.get(volume) ?? [], ...places]));
    } else if (value.trim().toLowerCase() === 'false') read.excluded.add(name);
  }
  return read;
}

function join(root: string, inside: string): string {
  return inside === '' ? root : `${root.replace(/\/+$/, '')}/${inside}`;
}
