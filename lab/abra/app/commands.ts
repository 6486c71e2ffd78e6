/** `abra app …`: names, arguments and flags; what they do lies in the files that they load. */
import type { Command } from 'commander';
import { refuse } from '../refused.ts';
import { sessionOf } from '../session.ts';
import { addBackupCommands } from './commands-backup.ts';
import { addSecretCommands } from './commands-secret.ts';

type Optional = string | undefined;

export function addAppCommands(root: Command): void {
  const app = root.command('app').description('manage apps');
  addLifeCommands(app);
  addViewCommands(app);
  addInsideCommands(app);
  addSecretCommands(app);
  addBackupCommands(app);
  refuse(app, 'env', 'labels', 'move', 'services');
}

function withDeployFlags(command: Command): Command {
  return command
    .option('-c, --no-converge-checks', 'disable converge logic checks')
    .option('-D, --no-domain-checks', 'disable public DNS checks')
    .option('-f, --force', 'perform action without further prompt');
}

function addLifeCommands(app: Command): void {
  app.command('new').description('create a new app').argument('<recipe>').argument('[version]')
    .option('-D, --domain <domain>', 'domain name for app')
    .option('-s, --server <server>', 'specify server for new app')
    .option('-S, --secrets', 'generate app secrets')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (recipe: string, version: Optional, flags: object, command: Command) =>
      (await import('./new.ts')).newApp(sessionOf(command), recipe, version, flags));
  withDeployFlags(app.command('deploy')).description('deploy an app').argument('<app>').argument('[version]')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .option('-l, --latest', 'deploy latest recipe version')
    .action(async (domain: string, version: Optional, flags: object, command: Command) =>
      (await import('./deploy.ts')).deploy(sessionOf(command), domain, version, flags));
  for (const direction of ['upgrade', 'rollback'] as const) {
    withDeployFlags(app.command(direction)).description(`${direction} an app`).argument('<app>').argument('[version]')
      .action(async (domain: string, version: Optional, flags: object, command: Command) =>
        (await import('./upgrade.ts')).moveVersion(sessionOf(command), domain, version, flags, direction));
  }
  app.command('undeploy').description('undeploy an app').argument('<app>')
    .option('-p, --prune', 'prune unused containers, networks, and dangling images')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./undeploy.ts')).undeploy(sessionOf(command), domain, flags));
  app.command('remove').alias('rm').description('remove all app data, locally and remotely').argument('<app>')
    .option('-f, --force', 'perform action without further prompt')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./remove.ts')).removeApp(sessionOf(command), domain, flags));
  const volume = app.command('volume').description('manage app volumes');
  volume.command('ls').alias('list').description('list volumes associated with an app').argument('<app>')
    .action(async (domain: string, _flags: object, command: Command) =>
      (await import('./volume.ts')).list(sessionOf(command), domain));
  volume.command('rm').alias('remove').description('remove volume(s) associated with an app').argument('<app>').argument('[volume]')
    .option('-f, --force', 'perform action without further prompt')
    .action(async (domain: string, name: Optional, flags: object, command: Command) =>
      (await import('./volume.ts')).remove(sessionOf(command), domain, name, flags));
}

function addViewCommands(app: Command): void {
  app.command('ls').alias('list').description('list all managed apps')
    .option('-s, --server <server>', 'show apps of a specific server')
    .option('-r, --recipe <recipe>', 'show apps of a specific recipe')
    .option('-S, --status', 'show app deployment status')
    .option('-m, --machine', 'print machine-readable output')
    .action(async (flags: object, command: Command) => (await import('./ls.ts')).listApps(sessionOf(command), flags));
  app.command('ps').description('check app deployment status').argument('<app>')
    .option('-m, --machine', 'print machine-readable output')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./ps.ts')).showServices(sessionOf(command), domain, flags));
  app.command('config').description('edit app config').argument('<app>')
    .action(async (domain: string, _flags: object, command: Command) =>
      (await import('./config.ts')).editConfig(sessionOf(command), domain));
  app.command('check').description('ensure an app is well configured').argument('<app>')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./check.ts')).checkEnv(sessionOf(command), domain, flags));
  app.command('logs').description('tail app logs').argument('<app>').argument('[service]')
    .option('-S, --since <time>', 'tail logs since this time')
    .action(async (domain: string, service: Optional, flags: object, command: Command) =>
      (await import('./logs.ts')).followLogs(sessionOf(command), domain, service, flags));
}

function addInsideCommands(app: Command): void {
  app.command('run').description('run a command inside a service container').argument('<app>').argument('<service>').argument('<args...>')
    .option('-t, --no-tty', 'do not request a TTY')
    .option('-u, --user <user>', 'run command as user')
    .action(async (domain: string, service: string, argv: string[], flags: object, command: Command) =>
      (await import('./run.ts')).runIn(sessionOf(command), domain, service, argv, flags));
  const cmd = app.command('cmd').alias('command').description('run app commands of the recipe\'s abra.sh');
  cmd.command('ls').alias('list').description('list all available commands').argument('<app>')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (domain: string, flags: object, command: Command) =>
      (await import('./cmd.ts')).listCommands(sessionOf(command), domain, flags));
  cmd.argument('[app]').argument('[words...]')
    .option('-l, --local', 'run command locally')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .option('-t, --no-tty', 'do not request a TTY')
    .option('-u, --user <user>', 'run command as user')
    .action(async (domain: Optional, words: string[], flags: object, command: Command) => {
      if (domain === undefined) return command.help();
      await (await import('./cmd.ts')).runCommand(sessionOf(command), domain, words, flags);
    });
  app.command('restart').description('restart an app').argument('<app>').argument('[service]')
    .option('-a, --all-services', 'restart all services')
    .action(async (domain: string, service: Optional, flags: object, command: Command) =>
      (await import('./restart.ts')).restart(sessionOf(command), domain, service, flags));
}
