/** Waits until the app is what was deployed: the swarm says so, and the app itself answers through the ingress. */
import { createHttp } from '../http/client.ts';
import { waitForHttp } from '../http/wait.ts';
import type { Identity } from '../run/records.ts';
import { converge } from '../swarm/converge.ts';
import type { IdentityExpectation } from '../swarm/identity.ts';
import type { Workplace } from './workplace.ts';

/** A stack without health checks is settled before its app listens: the app has this long, or what the recipe file says. */
const readySeconds = 120;
/** An app whose own health check has passed listens. Traefik takes up to 15 s to hear of it; after three times that, no route leads to it. */
const routeSeconds = 45;

export interface Awaited {
  readonly identity: IdentityExpectation;
  /** Names in the compose files. */
  readonly services?: readonly string[];
  /** Engine's clock before the deploy; undefined when nothing was deployed just now. */
  readonly since?: number;
}

export async function untilConverged(place: Workplace, awaited: Awaited): Promise<Identity> {
  const { recipe, run, names, engine, progress } = place;
  const { deadline, health } = recipe;
  const http = createHttp(run.target, { baseURL: `https://${names.domain}` });
  try {
    await progress.step(`converge ${recipe.name}`, () => converge(engine, {
      stack: names.stack,
      ...awaited,
      ...(deadline ? { deadlineSeconds: { value: deadline.converge, reason: deadline.reason } } : {}),
      ready: async signal => {
        const listens = (await engine.services(names.stack)).some(service => service.name === 'app' && service.health !== undefined);
        await waitForHttp(http, health.path, {
          status: health.status, deadlineSeconds: deadline?.converge ?? readySeconds, what: `${recipe.name} answers`, progress, signal,
          ...(listens && !deadline ? { ingressSeconds: routeSeconds } : {}),
        });
      },
    }, progress));
    return awaited.identity;
  } finally {
    await http.close();
  }
}
