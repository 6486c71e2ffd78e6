/** The witness of a recipe without an overlay: a file, placed through the engine inside a place that its backup labels include. */
import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import type { InstalledApp } from '../app/installed-app.ts';
import { includedPaths, type BackupPath } from './backup-labels.ts';
import { DataError } from './errors.ts';
import type { DataRecord } from './overlay.ts';
import { fileInVolume } from './record-steps.ts';
import { servicesForBackup } from './services-for-backup.ts';
import type { Hands } from './witness.ts';

export interface FileRecord extends DataRecord {
  readonly id: string;
  readonly content: string;
}

/**
 * A witness for the backup: a file in a folder that the labels include as a whole. A label that names a single file
 * (a database dump) offers none: whatever is put there, the dump's hook writes over it.
 *
 * @returns the hands that seed, read and wipe a file there; `undefined` when no included folder exists
 */
export async function backupFileWitness(app: InstalledApp): Promise<Hands<FileRecord> | undefined> {
  for (const place of includedPaths(await servicesForBackup(app))) {
    if (await isFolder(app, place)) return handsAt(place);
  }
  return undefined;
}

/**
 * A witness for the upgrade: a file in the first volume that a service of the stack mounts.
 *
 * @returns `undefined` when the stack has no volume, and so nothing to lose
 */
export async function volumeFileWitness(app: InstalledApp): Promise<Hands<FileRecord> | undefined> {
  for (const service of await servicesForBackup(app)) {
    for (const { volume, path } of service.mounts) return handsAt({ service: service.name, volume, inside: '', path });
  }
  return undefined;
}

/** A path without restriction is a mount and so a folder; a restricted one is asked of the container. */
async function isFolder(app: InstalledApp, place: BackupPath): Promise<boolean> {
  if (place.inside === '') return true;
  const engine = await app.engine();
  return (await engine.pathKind(await app.container(place.service), place.path)) === 'folder';
}

function handsAt(place: BackupPath): Hands<FileRecord> {
  const at = async (app: InstalledApp) => ({ engine: await app.engine(), container: await app.container(place.service) });
  return {
    what: fileInVolume(place.volume),
    whose: 'harness',
    async seed(app) {
      const { engine, container } = await at(app);
      const id = posix.join(place.path, `witness-${randomBytes(4).toString('hex')}.txt`);
      const content = randomBytes(32).toString('hex');
      await engine.putFile(container, id, Buffer.from(content));
      return { id, content };
    },
    async read(app, id) {
      const { engine, container } = await at(app);
      const bytes = await engine.getFile(container, id);
      return bytes && { id, content: bytes.toString() };
    },
    async wipe(app, id) {
      const { engine, container } = await at(app);
      const { exitCode, stderr } = await engine.exec(container, ['rm', id], { user: '0' });
      if (exitCode === 0) return;
      throw new DataError({
        code: 'ERR_WIPE_INEFFECTIVE', fault: 'harness',
        message: `${id} in ${place.service} of ${app.recipe.name} cannot be removed: rm ended with status ${exitCode}.`,
        wayOut: "Write an overlay whose wipe() deletes a record by the app's own means.", detail: stderr.trim(),
      });
    },
  };
}
