/** `app volume ls|rm`. */
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import { printRows } from '../output/table.ts';
import { choose, requireTerminal } from '../output/terminal.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { servicesOf } from '../stack/services.ts';
import { removeVolumes, volumesOf } from '../stack/volumes.ts';
import { findApp } from './find.ts';

export async function list(session: Session, domain: string): Promise<void> {
  requireTerminal();
  const app = findApp(session.abraDir, domain);
  const docker = await Docker.of(app.server);
  const names = await volumesOf(docker, app.stack);
  if (names.length === 0) return log.warn(`no volumes created for ${app.domain}`);
  const mounts = (await docker.lines(['volume', 'inspect', '--format', '{{.Mountpoint}}', ...names]));
  printRows(['NAME', 'ON SERVER'], names.map((name, index) => [name, mounts[index] ?? '']), false);
}

/** Removes one, or with `-f` or `-n` all. */
export async function remove(session: Session, domain: string, volume: string | undefined, flags: { force?: boolean }): Promise<void> {
  requireTerminal();
  const app = findApp(session.abraDir, domain);
  const docker = await Docker.of(app.server);
  if ((await servicesOf(docker, app.stack)).length > 0) {
    throw new Fatal(`${app.domain} is still deployed. Run "abra app undeploy ${app.domain}"`);
  }
  const names = await volumesOf(docker, app.stack);
  const chosen = await pick(session, names, app.stack, volume, flags.force === true);
  if (chosen.length === 0) return log.info('no volumes removed');
  await removeVolumes(docker, chosen);
  log.info(`${chosen.length} volumes removed successfully`);
}

async function pick(session: Session, names: string[], stack: string, volume: string | undefined, force: boolean): Promise<string[]> {
  if (volume !== undefined) {
    const found = names.filter((name) => name === volume || name === `${stack}_${volume}`);
    if (found.length === 0) throw new Fatal(`no such volume: ${volume}`);
    return found;
  }
  if (force || session.noInput || names.length === 0) return names;
  const answer = await choose(session, 'which volumes do you want to remove?', ['all', ...names]);
  return answer === 'all' ? names : [answer];
}
