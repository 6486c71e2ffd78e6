/** Judges what a snapshot holds against what the backup labels include: abra says success even when a hook failed. */
import { DataError } from './errors.ts';
import type { SnapshotEntry } from './backup-bot.ts';
import type { BackupPath } from './backup-labels.ts';

/**
 * @throws {DataError} `ERR_BACKUP_EMPTY` when the labels ask for a backup, but include nothing
 */
export function judgeLabels(recipe: string, included: readonly BackupPath[]): void {
  if (included.length > 0) return;
  throw new DataError({
    code: 'ERR_BACKUP_EMPTY', fault: 'recipe',
    message: `The backup labels of ${recipe} include no volume: a backup of it holds nothing.`,
    wayOut: 'Include a volume, or take the label backupbot.backup out of a recipe that keeps no data.',
  });
}

/**
 * @param stack the stack's name, which prefixes its volumes' names in the snapshot
 * @throws {DataError} `ERR_BACKUP_EMPTY` when nothing of the stack is in it, `ERR_BACKUP_INCOMPLETE` naming each included
 *   path that is missing, or a file of no bytes
 */
export function judgeArtefact(stack: string, snapshot: string, included: readonly BackupPath[], entries: readonly SnapshotEntry[]): void {
  const files = entries.filter(entry => entry.type === 'file' && entry.path.includes(`/${stack}_`));
  if (files.length === 0) {
    throw new DataError({
      code: 'ERR_BACKUP_EMPTY', fault: 'recipe',
      message: `Snapshot ${snapshot} holds no file of ${stack}.`,
      wayOut: 'Look at the backup labels: they include no volume with anything in it.',
      detail: listed(entries), facts: { snapshot, included },
    });
  }
  const problems = included.flatMap(place => problemsOf(stack, place, entries));
  if (problems.length > 0) {
    throw new DataError({
      code: 'ERR_BACKUP_INCOMPLETE', fault: 'recipe',
      message: `Snapshot ${snapshot} of ${stack} lacks what its labels include: ${problems.join('; ')}.`,
      wayOut: 'Run the pre-hook by hand in the service and look at its exit status; a dump outside a volume is never captured.',
      detail: listed(entries), facts: { snapshot, problems },
    });
  }
}

function problemsOf(stack: string, place: BackupPath, entries: readonly SnapshotEntry[]): string[] {
  const root = `/${stack}_${place.volume}/_data`;
  const wanted = place.inside === '' ? root : `${root}/${place.inside.replace(/^\/+|\/+$/g, '')}`;
  const named = `${place.volume}${place.inside && `/${place.inside}`}`;
  const hit = entries.find(entry => entry.path.endsWith(wanted));
  if (!hit) return [`${named} is missing`];
  return hit.type === 'file' && hit.size === 0 ? [`${named} is a file of 0 bytes`] : [];
}

function listed(entries: readonly SnapshotEntry[]): string {
  const most = 20;
  const lines = entries.slice(0, most).map(entry => `${entry.type} ${entry.size} ${entry.path}`);
  return ['the snapshot holds:', ...lines, ...(entries.length > most ? [`… and ${entries.length - most} more`] : [])].join('\n');
}
