/** `app undeploy`: the stack goes; volumes and secrets stay. Returns before swarm has finished. */
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import { confirm } from '../output/terminal.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { servicesOf } from '../stack/services.ts';
import { findApp } from './find.ts';

export async function undeploy(session: Session, domain: string, flags: { prune?: boolean }): Promise<void> {
  const app = findApp(session.abraDir, domain);
  const docker = await Docker.of(app.server);
  if ((await servicesOf(docker, app.stack)).length === 0) throw new Fatal(`${app.domain} is not deployed?`);
  log.info(`${app.domain} on ${app.server} will be undeployed`);
  await confirm(session, 'proceed?');
  await docker.run(['stack', 'rm', app.stack]);
  log.info('undeploy succeeded 🟢');
  if (flags.prune) await prune(docker);
}

/** Stopped containers, unused networks and dangling images; never volumes. */
async function prune(docker: Docker): Promise<void> {
  for (const kind of ['container', 'network', 'image']) {
    await docker.run([kind, 'prune', '--force']);
    log.info(`${kind}s pruned`);
  }
}
