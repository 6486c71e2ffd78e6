/** `app logs`: follows a stack's logs until it is interrupted. */
import { Fatal } from '../fatal.ts';
import { requireTerminal } from '../output/terminal.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { servicesOf, shortServiceName } from '../stack/services.ts';
import { findApp } from './find.ts';

export async function followLogs(session: Session, domain: string, service: string | undefined, flags: { since?: string }): Promise<void> {
  requireTerminal();
  const app = findApp(session.abraDir, domain);
  const docker = await Docker.of(app.server);
  const services = await servicesOf(docker, app.stack);
  if (services.length === 0) throw new Fatal(`${app.domain} is not deployed?`);
  const followed = services.filter((each) => service === undefined || shortServiceName(each, app.stack) === service);
  if (followed.length === 0) throw new Fatal(`no service ${service ?? ''} in ${app.domain}`);
  const since = flags.since === undefined ? [] : ['--since', flags.since];
  await Promise.all(followed.map((each) => docker.attach(['service', 'logs', '--follow', ...since, each.Spec.Name])));
}
