/** `app ps`: the services of a deployed app with their containers. */
import { Fatal } from '../fatal.ts';
import { print } from '../output/log.ts';
import { printRows } from '../output/table.ts';
import { requireTerminal } from '../output/terminal.ts';
import { ensureTree } from '../recipe/checkout.ts';
import type { Session } from '../session.ts';
import { containersOf, type Container } from '../stack/containers.ts';
import { Docker } from '../stack/docker.ts';
import { deployedState, servicesOf, shortServiceName, type Deployed } from '../stack/services.ts';
import { findApp } from './find.ts';

export async function showServices(session: Session, domain: string, flags: { machine?: boolean; chaos?: boolean }): Promise<void> {
  if (!flags.machine) requireTerminal();
  const app = findApp(session.abraDir, domain);
  await ensureTree(session, app.recipe, app.version, flags);
  const docker = await Docker.of(app.server);
  const services = await servicesOf(docker, app.stack);
  if (services.length === 0) throw new Fatal(`${app.domain} is not deployed?`);
  const containers = await containersOf(docker, app.stack);
  const deployed = deployedState(services, app.stack);
  const rows = services.map((service) =>
    describe(shortServiceName(service, app.stack), containers.find(({ service: name }) => name === service.Spec.Name), deployed),
  );
  if (flags.machine) return print(JSON.stringify(Object.fromEntries(rows.map((row) => [row.service, row]))));
  const headers = ['SERVICE', 'STATUS', 'IMAGE', 'VERSION', 'CHAOS'];
  printRows(headers, rows.map((row) => [row.service, row.status, row.image, row.version, row.chaos]), false);
}

/** Every value is a text; a service without a container has unknown ones. */
function describe(service: string, container: Container | undefined, deployed: Deployed): Record<'service' | 'chaos' | 'created' | 'image' | 'ports' | 'state' | 'status' | 'version', string> {
  return {
    service,
    chaos: String(deployed.isChaos),
    created: container?.created ?? 'N/A',
    image: container?.image ?? 'unknown',
    ports: container?.ports ?? 'N/A',
    state: container?.state ?? 'unknown',
    status: container?.status ?? 'unknown',
    version: deployed.isChaos ? deployed.chaosVersion : deployed.version,
  };
}
