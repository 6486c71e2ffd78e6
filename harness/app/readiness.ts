/** Whether an app answers its users, by what its recipe file says of its health: over HTTP through the ingress, or on a port of its own. */
import { HarnessError } from '../errors.ts';
import { createHttp } from '../http/client.ts';
import { waitForHttp } from '../http/wait.ts';
import { waitForPort } from '../net/wait-for-port.ts';
import type { HttpHealth, PortHealth } from '../settings/recipe-schema.ts';
import { answerDeadlines, portDeadline } from '../swarm/deadline.ts';
import type { ServiceView } from '../swarm/views.ts';
import type { Workplace } from './workplace.ts';

/** Waits until it does; `services` as they were seen to settle. */
export async function untilReady(place: Workplace, services: readonly ServiceView[], signal: AbortSignal): Promise<void> {
  const { health } = place.recipe;
  if ('port' in health) await onPort(place, health, services, signal);
  else await overHttp(place, health, services, signal);
}

async function overHttp({ recipe, run, names, progress }: Workplace, health: HttpHealth, services: readonly ServiceView[], signal: AbortSignal): Promise<void> {
  const { deadline } = recipe;
  const { answer, route } = answerDeadlines(names.stack, services);
  const http = createHttp(run.target, { baseURL: `https://${names.domain}` });
  try {
    await waitForHttp(http, health.path, {
      status: health.status, hosts: [names.domain, ...Object.values(names.hosts)], what: `${recipe.name} answers`, progress, signal,
      ...(deadline
        ? { deadlineSeconds: deadline.converge, deadlineReason: deadline.reason }
        : { deadlineSeconds: answer.ms / 1000, deadlineReason: answer.reason, ingressSeconds: route.ms / 1000, ingressReason: route.reason }),
    });
  } finally {
    await http.close();
  }
}

async function onPort({ recipe, run, names, progress }: Workplace, health: PortHealth, services: readonly ServiceView[], signal: AbortSignal): Promise<void> {
  const published = services.flatMap(service => service.published);
  if (!published.some(({ port, protocol }) => port === health.port && protocol === 'tcp')) throw notPublished(recipe, health, published.map(({ port, protocol }) => `${port}/${protocol}`));
  const { ms, reason } = portDeadline(names.stack, services, health.port);
  await waitForPort(run.target, health, {
    host: names.domain, what: `${recipe.name} answers on port ${health.port}`, progress, signal,
    ...(recipe.deadline ? { deadlineSeconds: recipe.deadline.converge, deadlineReason: recipe.deadline.reason } : { deadlineSeconds: ms / 1000, deadlineReason: reason }),
  });
}

function notPublished({ name, file }: { name: string; file: string }, { port, speaks }: PortHealth, published: readonly string[]): HarnessError {
  return new HarnessError({
    code: 'ERR_PORT_NOT_PUBLISHED', fault: 'user',
    message: `${file}: health.${speaks} = ${port}, and no service of ${name} publishes that port: ${published.length > 0 ? `they publish ${published.join(', ')}` : 'they publish none'}.`,
    wayOut: 'Correct the port, or add the compose file that publishes it to COMPOSE_FILE under [env].',
    facts: { port, published },
  });
}
