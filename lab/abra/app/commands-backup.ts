/** `abra app backup …` and `abra app restore`. */
import type { Command } from 'commander';
import { refuse } from '../refused.ts';
import { sessionOf } from '../session.ts';

export function addBackupCommands(app: Command): void {
  const backup = app.command('backup').alias('b').description('manage app backups');
  backup.command('create').description('create a new snapshot').argument('<app>')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./backup.ts')).create(sessionOf(command), domain, flags));
  backup.command('snapshots').description('list all snapshots').argument('<app>')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .option('-s, --snapshot <id>', 'list specific snapshot')
    .option('-a, --all', 'show all paths')
    .option('-t, --timestamps', 'include timestamps')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./backup.ts')).snapshots(sessionOf(command), domain, flags));
  backup.command('download').description('download a snapshot').argument('<app>')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .option('-s, --snapshot <id>', 'snapshot to download')
    .option('-p, --path <path>', 'path inside the snapshot')
    .option('--secrets', 'download secrets')
    .option('--volumes', 'download volumes')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./backup.ts')).download(sessionOf(command), domain, flags));
  refuse(backup, 'list', 'ls');
  app.command('restore').description('restore a snapshot').argument('<app>').argument('[snapshot]')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .option('-t, --target <path>', 'target path')
    .option('--volumes <volumes>', 'restore these volumes only')
    .option('-c, --container <service>', 'restore this container only')
    .option('--no-commands', 'ignore all hooks')
    .action(async (domain: string, snapshot: string | undefined, flags: object, command: Command) =>
      (await import('./backup.ts')).restore(sessionOf(command), domain, snapshot, flags));
}
