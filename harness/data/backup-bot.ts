/** The deployed backup bot, asked through the engine what a snapshot holds: abra's exit code does not tell. */
import { backupBot } from '../abra/facts.ts';
import type { Container, Engine } from '../swarm/engine.ts';
import { DataError } from './errors.ts';

/** One file or folder of a snapshot, as restic lists it. */
export interface SnapshotEntry {
  readonly path: string;
  readonly type: string;
  readonly size: number;
}

/**
 * The container of the server's backup bot.
 *
 * @throws {DataError} `ERR_NO_BACKUP_BOT`
 */
export async function requireBackupBot(engine: Pick<Engine, 'containerByServiceLabel'>): Promise<Container> {
  const container = await engine.containerByServiceLabel(backupBot.enabledLabel);
  if (!container) {
    throw new DataError({
      code: 'ERR_NO_BACKUP_BOT', fault: 'environment',
      message: `No backup bot runs on this server: no running service carries the label ${backupBot.enabledLabel}.`,
      wayOut: 'Deploy backup-bot-two on the server, or leave the backup specs out with --grep-invert @backup.',
    });
  }
  return container;
}

/**
 * Every entry of a snapshot, by restic's own listing inside the bot's container.
 * @throws {DataError} `ERR_NO_BACKUP_BOT`, or `ERR_BACKUP_NOT_LISTED` when restic fails: nothing listed is not nothing saved
 */
export async function listSnapshot(engine: Pick<Engine, 'containerByServiceLabel' | 'exec'>, snapshot: string): Promise<SnapshotEntry[]> {
  const container = await requireBackupBot(engine);
  const { stdout, stderr, exitCode } = await engine.exec(container, backupBot.listSnapshot(snapshot));
  if (exitCode !== 0) {
    throw new DataError({
      code: 'ERR_BACKUP_NOT_LISTED', fault: 'environment',
      message: `The backup bot cannot list snapshot ${snapshot}: its restic ended with status ${exitCode}.`,
      wayOut: "Mend the bot's repository or password; its words are below.",
      detail: (stderr || stdout).trim().split('\n').slice(-10).join('\n'), facts: { snapshot, exitCode },
    });
  }
  return stdout.split('\n').filter(line => line.startsWith('{')).flatMap(line => entryOf(JSON.parse(line) as Record<string, unknown>));
}

function entryOf(line: Record<string, unknown>): SnapshotEntry[] {
  const { path, type, size } = line;
  return typeof path === 'string' && typeof type === 'string' ? [{ path, type, size: typeof size === 'number' ? size : 0 }] : [];
}
