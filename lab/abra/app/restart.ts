/** `app restart`: services scaled to nothing and back. */
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { servicesOf, shortServiceName } from '../stack/services.ts';
import { findApp } from './find.ts';

export async function restart(session: Session, domain: string, service: string | undefined, flags: { allServices?: boolean }): Promise<void> {
  if (service === undefined && !flags.allServices) throw new Fatal('missing [service], or --all-services/-a');
  if (service !== undefined && flags.allServices) throw new Fatal('cannot use [service] and --all-services/-a together');
  const app = findApp(session.abraDir, domain);
  const docker = await Docker.of(app.server);
  const services = await servicesOf(docker, app.stack);
  if (services.length === 0) throw new Fatal(`${app.domain} is not deployed?`);
  const chosen = services.filter((each) => flags.allServices || shortServiceName(each, app.stack) === service);
  if (chosen.length === 0) throw new Fatal(`no service ${service ?? ''} in ${app.domain}`);
  for (const each of chosen) {
    const replicas = each.Spec.Mode.Replicated?.Replicas;
    if (replicas === undefined) throw new Fatal(`${each.Spec.Name} is a global service and cannot be scaled`);
    // Without --detach docker waits until the tasks are gone, then until they run.
    await docker.run(['service', 'scale', `${each.Spec.Name}=0`]);
    await docker.run(['service', 'scale', `${each.Spec.Name}=${replicas}`]);
    log.info(`${shortServiceName(each, app.stack)} restarted`);
  }
}
