/**
 * What a stack's backup labels include: backup-bot-two's v2 labels (whole volumes, or paths relative to a volume's root).
 * Of the older `backupbot.backup.path` (paths inside the container) it takes no notice, as that bot does: whole volumes are kept.
 * Source: the backup-bot-two specification of April 2024.
 */

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

const enabledBy = 'backupbot.backup';
const volumeSetting = /^backupbot\.backup\.volumes\.([^.]+)(\.path)?$/;

/** Whether any service asks to be backed up. */
export function asksForBackup(services: readonly ServiceForBackup[]): boolean {
  return services.some(service => service.labels[enabledBy]?.trim().toLowerCase() === 'true');
}

/** Every place that the labels include, in the order of services and mounts. */
export function includedPaths(services: readonly ServiceForBackup[]): BackupPath[] {
  if (!asksForBackup(services)) return [];
  const settings = volumeSettings(services);
  const seen = new Set<string>();
  const paths: BackupPath[] = [];
  for (const service of services) {
    for (const mount of service.mounts) {
      const setting = settings.get(mount.volume);
      if (setting === 'excluded' || seen.has(mount.volume)) continue;
      seen.add(mount.volume);
      for (const inside of setting ?? ['']) {
        paths.push({ service: service.name, volume: mount.volume, inside, path: join(mount.path, inside) });
      }
    }
  }
  return paths;
}

type VolumeSetting = 'excluded' | string[];

function volumeSettings(services: readonly ServiceForBackup[]): Map<string, VolumeSetting> {
  const settings = new Map<string, VolumeSetting>();
  for (const { labels } of services) {
    for (const [label, value] of Object.entries(labels)) {
      const [, volume, path] = volumeSetting.exec(label) ?? [];
      if (volume === undefined) continue;
      if (path) settings.set(volume, value.split(',').map(each => each.trim()).filter(Boolean));
      else if (value.trim().toLowerCase() === 'false') settings.set(volume, 'excluded');
    }
  }
  return settings;
}

function join(root: string, inside: string): string {
  return inside === '' ? root : `${root.replace(/\/+$/, '')}/${inside.replace(/^\/+/, '')}`;
}
