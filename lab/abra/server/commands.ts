/** `abra server …`. */
import type { Command } from 'commander';
import { refuse } from '../refused.ts';
import { sessionOf } from '../session.ts';

export function addServerCommands(root: Command): void {
  const server = root.command('server').description('manage servers');
  server
    .command('ls').alias('list').description('list managed servers')
    .option('-m, --machine', 'print machine-readable output')
    .action(async (flags: object, command: Command) => (await import('./ls.ts')).listServers(sessionOf(command), flags));
  refuse(server, 'add', 'prune', 'remove');
}
