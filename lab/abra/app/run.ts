/** `app run`: a command inside a service's container. */
import { Fatal } from '../fatal.ts';
import { requireTerminalBothWays } from '../output/terminal.ts';
import type { Session } from '../session.ts';
import { containerOf } from '../stack/containers.ts';
import { Docker } from '../stack/docker.ts';
import { findApp } from './find.ts';

export interface RunFlags {
  /** `--no-tty` leaves this false. */
  tty?: boolean;
  user?: string;
}

export async function runIn(session: Session, domain: string, service: string, argv: readonly string[], flags: RunFlags): Promise<void> {
  const tty = flags.tty !== false;
  if (tty) requireTerminalBothWays();
  const app = findApp(session.abraDir, domain);
  const docker = await Docker.of(app.server);
  const container = await containerOf(docker, `${app.stack}_${service}`);
  await execIn(docker, container.id, argv, { tty, ...(flags.user === undefined ? {} : { user: flags.user }) });
}

export interface ExecOptions {
  tty: boolean;
  user?: string;
  env?: Record<string, string>;
}

/** Joins this terminal to a command in the container. The command's own status is lost: any failure is 1. */
export async function execIn(docker: Docker, container: string, argv: readonly string[], options: ExecOptions): Promise<void> {
  const env = Object.entries(options.env ?? {}).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const user = options.user === undefined ? [] : ['--user', options.user];
  const status = await docker.attach(['exec', '--interactive', ...(options.tty ? ['--tty'] : []), ...user, ...env, container, ...argv]);
  if (status !== 0) throw new Fatal(`exit status ${status}`);
}
