/** `app backup` and `app restore`: both hand over to the deployed backup bot. */
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import { requireTerminalBothWays } from '../output/terminal.ts';
import { ensureTree } from '../recipe/checkout.ts';
import type { Session } from '../session.ts';
import { containerOf, type Container } from '../stack/containers.ts';
import { Docker } from '../stack/docker.ts';
import { findApp, type App } from './find.ts';
import { execIn } from './run.ts';

export interface BackupFlags {
  chaos?: boolean;
  snapshot?: string;
  path?: string;
  secrets?: boolean;
  volumes?: boolean;
  all?: boolean;
  timestamps?: boolean;
}

export interface RestoreFlags {
  chaos?: boolean;
  target?: string;
  volumes?: string;
  container?: string;
  /** `--no-commands` leaves this false. */
  commands?: boolean;
}

/** The bot is whatever service bears the label, in whatever stack. */
async function findBot(docker: Docker): Promise<Container> {
  const [name] = await docker.lines(['service', 'ls', '--filter', 'label=coop-cloud.backupbot.enabled=true', '--format', '{{.Name}}']);
  if (name === undefined) throw new Fatal('no backupbot discovered, is it deployed?');
  return containerOf(docker, name);
}

async function callBot(session: Session, app: App, verb: string, options: Record<string, string | undefined>): Promise<{ docker: Docker; bot: Container }> {
  requireTerminalBothWays();
  const docker = await Docker.of(app.server);
  const bot = await findBot(docker);
  const given = Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const env = { SERVICE: app.domain, MACHINE_LOGS: 'true', ...Object.fromEntries(given) };
  await execIn(docker, bot.id, ['backup', '--', verb], { tty: true, env });
  return { docker, bot };
}

const flag = (on: boolean | undefined): string | undefined => (on ? 'true' : undefined);

export async function create(session: Session, domain: string, flags: BackupFlags): Promise<void> {
  const app = findApp(session.abraDir, domain);
  await ensureTree(session, app.recipe, app.version, flags);
  await callBot(session, app, 'create', {});
}

export async function snapshots(session: Session, domain: string, flags: BackupFlags): Promise<void> {
  await callBot(session, findApp(session.abraDir, domain), 'snapshots', { SNAPSHOT: flags.snapshot, SHOW_ALL: flag(flags.all), TIMESTAMPS: flag(flags.timestamps) });
}

/** The bot packs what was asked for; the archive lands in the working folder. */
export async function download(session: Session, domain: string, flags: BackupFlags): Promise<void> {
  const { docker, bot } = await callBot(session, findApp(session.abraDir, domain), 'download', {
    SNAPSHOT: flags.snapshot, INCLUDE_PATH: flags.path, INCLUDE_SECRETS: flag(flags.secrets), VOLUMES: flag(flags.volumes),
  });
  await docker.run(['cp', `${bot.id}:/tmp/backup.tar.gz`, '.']);
  log.info('backup successfully downloaded to current working directory');
}

/** Starts at once under `-n`; else the bot asks. */
export async function restore(session: Session, domain: string, snapshot: string | undefined, flags: RestoreFlags): Promise<void> {
  const app = findApp(session.abraDir, domain);
  await ensureTree(session, app.recipe, app.version, flags);
  await callBot(session, app, 'restore', {
    SNAPSHOT: snapshot,
    TARGET: flags.target,
    VOLUMES: flags.volumes,
    CONTAINER: flags.container,
    NO_COMMANDS: flag(flags.commands === false),
    NONINTERACTIVE: flag(session.noInput),
  });
}
