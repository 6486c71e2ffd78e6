/** `abra app backup …` and `abra app restore`: always one named snapshot, never "the latest". */
import type { Progress } from '../progress.ts';
import { must, notUnderstood, type AbraOptions, type CallOptions } from './call.ts';
import { flags, quiet, shapes } from './facts.ts';
import { jsonDocuments, rows } from './json-output.ts';
import { unlocked } from './unlocked.ts';

export interface Snapshot {
  /** Hexadecimal id, short or long. */
  id: string;
  time: string | undefined;
}

export class BackupCommands {
  readonly #abra: AbraOptions;

  constructor(abra: AbraOptions) {
    this.#abra = abra;
  }

  /** Saves the app and returns the snapshot's id. That abra ended well does not prove that the data is in it. */
  async create(domain: string, options: CallOptions = {}, progress?: Progress): Promise<{ snapshot: string }> {
    const output = await unlocked(() => must(this.#abra, ['app', 'backup', 'create', domain, flags.backupCreateChaos.long, ...quiet], ofTheBot(options), progress));
    const found = shapes.snapshotId.exec(output);
    const snapshot = found?.[1] ?? found?.[2];
    if (snapshot === undefined) throw notUnderstood(this.#abra, 'app backup create', output);
    return { snapshot };
  }

  /** The snapshots of this app, oldest first. */
  async snapshots(domain: string, options: CallOptions = {}, progress?: Progress): Promise<Snapshot[]> {
    const output = await must(this.#abra, ['app', 'backup', 'snapshots', domain, ...quiet], ofTheBot(options), progress);
    const listed = jsonDocuments(output).flatMap(rows).flatMap(fromRow);
    return listed.length > 0 ? listed : output.split('\n').flatMap(fromLine);
  }
}

/** Restores exactly that snapshot. */
export async function restore(abra: AbraOptions, domain: string, options: CallOptions & { snapshot: string }, progress?: Progress): Promise<void> {
  await unlocked(() => must(abra, ['app', 'restore', domain, options.snapshot, flags.restoreChaos.long, ...quiet], ofTheBot(options), progress));
}

/** A hook that fails does not fail the backup: what does, beyond the known texts, is the server's bot. */
function ofTheBot(options: CallOptions): CallOptions & { otherwise: 'environment' } {
  return { ...options, otherwise: 'environment' };
}

function fromRow(cells: Record<string, unknown>): Snapshot[] {
  const id = cells['short_id'] ?? cells['id'] ?? cells['snapshot_id'];
  const time = cells['time'];
  return typeof id === 'string' && /^[0-9a-f]{8,64}$/.test(id) ? [{ id, time: typeof time === 'string' ? time : undefined }] : [];
}

/** A table row or a plain line: its first word that can be an id, and the time before or behind it. */
function fromLine(line: string): Snapshot[] {
  const words = line.split(/[\s┃│|]+/).filter(word => word !== '').slice(0, 3);
  const id = words.find(word => /^[0-9a-f]{8,64}$/.test(word));
  return id === undefined ? [] : [{ id, time: words.find(word => /^\d{4}-\d\d-\d\d/.test(word)) }];
}
