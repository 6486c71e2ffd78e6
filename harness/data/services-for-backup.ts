/** Reads from the swarm what backups need to know of each service: its labels, and the stack's volumes it mounts. */
import type { InstalledApp } from '../app/installed-app.ts';
import type { ServiceForBackup } from './backup-labels.ts';

/** The services of the running app; volumes by the names they have in the compose file. */
export async function servicesForBackup(app: InstalledApp): Promise<ServiceForBackup[]> {
  const ofStack = `${app.stack}_`;
  return (await app.services()).map(service => ({
    name: service.name,
    labels: service.labels,
    mounts: service.mounts
      .filter(mount => mount.type === 'volume' && mount.source.startsWith(ofStack))
      .map(mount => ({ volume: mount.source.slice(ofStack.length), path: mount.target })),
  }));
}
