/** `app cmd`: functions of the recipe's `abra.sh`, in a container or on the operator's machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fatal } from '../fatal.ts';
import { print } from '../output/log.ts';
import { requireTerminalBothWays } from '../output/terminal.ts';
import { attach } from '../process.ts';
import { functionsOf } from '../recipe/abra-sh.ts';
import { ensureTree } from '../recipe/checkout.ts';
import type { Session } from '../session.ts';
import { containerOf } from '../stack/containers.ts';
import { Docker } from '../stack/docker.ts';
import { findApp, type App } from './find.ts';
import { execIn } from './run.ts';

export interface CmdFlags {
  local?: boolean;
  chaos?: boolean;
  tty?: boolean;
  user?: string;
}

async function prepare(session: Session, domain: string, flags: CmdFlags): Promise<{ app: App; script: string; functions: string[] }> {
  const app = findApp(session.abraDir, domain);
  const folder = await ensureTree(session, app.recipe, app.version, flags);
  const script = join(folder, 'abra.sh');
  if (!existsSync(script)) throw new Fatal(`${script} does not exist?`);
  return { app, script, functions: functionsOf(folder) };
}

export async function listCommands(session: Session, domain: string, flags: CmdFlags): Promise<void> {
  const { functions } = await prepare(session, domain, flags);
  functions.toSorted().forEach((name) => print(name));
}

/** `words` are `[service] function [arguments]`, without the service where it runs here. */
export async function runCommand(session: Session, domain: string, words: readonly string[], flags: CmdFlags): Promise<void> {
  const { app, script, functions } = await prepare(session, domain, flags);
  const [service = '', name, ...args] = flags.local ? ['', ...words] : words;
  if (name === undefined) throw new Fatal(flags.local ? 'missing argument [function]' : 'missing arguments [service] [function], or --local');
  if (!functions.includes(name)) throw new Fatal(`${name} is not a function of ${script}`);
  const call = (path: string): string => `. ${path}; ${name} "$@"`;
  const env = { TARGET: service, APP_NAME: app.domain, STACK_NAME: app.stack, DOMAIN: app.domain };
  if (flags.local) {
    const status = await attach('/bin/bash', ['-c', call(script), name, ...args], { env: { ...process.env, ...app.env, ...env } });
    if (status !== 0) throw new Fatal(`exit status ${status}`);
    return;
  }
  const tty = flags.tty !== false;
  if (tty) requireTerminalBothWays();
  const docker = await Docker.of(app.server);
  const container = await containerOf(docker, `${app.stack}_${service}`);
  await docker.run(['cp', script, `${container.id}:/tmp/abra.sh`]);
  const bash = await docker.try(['exec', container.id, 'test', '-e', '/bin/bash']);
  const shell = bash.status === 0 ? '/bin/bash' : '/bin/sh';
  const user = flags.user === undefined ? {} : { user: flags.user };
  await execIn(docker, container.id, [shell, '-c', call('/tmp/abra.sh'), name, ...args], { tty, env, ...user });
}
