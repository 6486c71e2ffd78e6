/** Ports of the server that an app wants for itself: one app at a time can have each, and whoever has it is named before anything is deployed. */
import { HarnessError } from '../errors.ts';
import type { EnvFile } from '../recipe/env-file.ts';
import { listLeases } from '../run/lease.ts';
import { stackLabel, type PublishedPort, type ServiceView } from '../swarm/views.ts';
import type { Workplace } from './workplace.ts';

/** @throws HarnessError `ERR_PORT_TAKEN` */
export async function requirePortsFree({ checkout, engine, names, recipe }: Workplace, env: EnvFile): Promise<void> {
  const wanted = checkout.compose(env).publishedPorts();
  if (wanted.length === 0) return;
  const others = (await engine.servicesWithPorts()).filter(service => service.labels[stackLabel] !== names.stack);
  const [taken] = wanted.flatMap(port => others.filter(({ published }) => published.some(other => isSame(other, port))).map(holder => ({ port, holder })));
  if (!taken) return;
  throw portTaken(recipe.name, taken, await whoseIs(engine, taken.holder));
}

async function whoseIs(engine: Workplace['engine'], { labels }: ServiceView): Promise<string | undefined> {
  const stack = labels[stackLabel];
  const lease = (await listLeases(engine)).find(({ stacks }) => stacks.some(leased => leased.stack === stack));
  return lease && `run ${lease.run} of ${lease.user} on ${lease.host}${lease.expires === undefined ? ', which was left up on purpose' : ''}`;
}

function portTaken(recipe: string, { port: { port, protocol }, holder }: { port: PublishedPort; holder: ServiceView }, whose: string | undefined): HarnessError {
  return new HarnessError({
    code: 'ERR_PORT_TAKEN', fault: 'environment',
    message: `${recipe} publishes port ${port}/${protocol} of the server, and the service ${holder.fullName} has it (${whose ?? 'of no run that is known here'}).`,
    wayOut: whose === undefined ? 'Undeploy that app, or use a server where the port is free.' : 'Wait until that run has ended, or end it (`npm run apps` lists what was left up): a port of the server can be had by one app at a time.',
    facts: { port, protocol, holder: holder.fullName },
  });
}

function isSame(one: PublishedPort, other: PublishedPort): boolean {
  return one.port === other.port && one.protocol === other.protocol;
}
