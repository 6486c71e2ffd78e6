/** `abra app secret …`. */
import type { Command } from 'commander';
import { sessionOf } from '../session.ts';

type Optional = string | undefined;

export function addSecretCommands(app: Command): void {
  const secret = app.command('secret').alias('s').description('manage app secrets');
  secret.command('generate').description('generate app secrets').argument('<app>').argument('[secret]').argument('[version]')
    .option('-a, --all', 'generate all secrets')
    .option('-m, --machine', 'print machine-readable output')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (domain: string, name: Optional, version: Optional, flags: object, command: Command) =>
      (await import('./secret.ts')).generate(sessionOf(command), domain, name, version, flags));
  secret.command('insert').description('insert secret').argument('<app>').argument('<secret>').argument('<version>').argument('<data>')
    .option('-f, --file', 'treat input as a file')
    .option('-t, --trim', 'trim input')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (domain: string, name: string, version: string, data: string, flags: object, command: Command) =>
      (await import('./secret.ts')).insert(sessionOf(command), domain, name, version, data, flags));
  secret.command('ls').alias('list').description('list all secrets').argument('<app>')
    .option('-m, --machine', 'print machine-readable output')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./secret.ts')).list(sessionOf(command), domain, flags));
  secret.command('rm').alias('remove').description('remove a secret').argument('<app>').argument('[secret]')
    .option('-a, --all', 'remove all secrets')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (domain: string, name: Optional, flags: object, command: Command) =>
      (await import('./secret.ts')).remove(sessionOf(command), domain, name, flags));
}
