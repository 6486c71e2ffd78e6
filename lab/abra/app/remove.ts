/** `app remove`: the `.env` file, secrets and volumes of an app that is not deployed. */
import { rmSync } from 'node:fs';
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import { confirm } from '../output/terminal.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { secretsOf } from '../stack/secrets.ts';
import { servicesOf } from '../stack/services.ts';
import { removeVolumes, volumesOf } from '../stack/volumes.ts';
import { findApp } from './find.ts';

export async function removeApp(session: Session, domain: string, flags: { force?: boolean }): Promise<void> {
  const app = findApp(session.abraDir, domain);
  if (!flags.force) await confirm(session, `remove ${app.domain}, its secrets and its volumes?`);
  const docker = await Docker.of(app.server);
  if ((await servicesOf(docker, app.stack)).length > 0) {
    throw new Fatal(`${app.domain} is still deployed. Run "abra app undeploy ${app.domain}"`);
  }
  const secrets = await secretsOf(docker, app.stack);
  if (secrets.length > 0) await docker.run(['secret', 'rm', ...secrets]);
  secrets.forEach((name) => log.info(`secret: ${name} removed`));
  const volumes = await volumesOf(docker, app.stack);
  await removeVolumes(docker, volumes);
  log.info(volumes.length > 0 ? `${volumes.length} volumes removed successfully` : 'no volumes to remove');
  rmSync(app.path);
  log.info(`file: ${app.path} removed`);
}
