/** Waits until the app is what was deployed: the swarm says so, and the app itself answers through the ingress. */
import { createHttp } from '../http/client.ts';
import { waitForHttp } from '../http/wait.ts';
import type { Identity } from '../run/records.ts';
import { converge } from '../swarm/converge.ts';
import { answerDeadlines } from '../swarm/deadline.ts';
import type { IdentityExpectation } from '../swarm/identity.ts';
import type { Workplace } from './workplace.ts';

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
      ready: async (signal, services) => {
        const { answer, route } = answerDeadlines(names.stack, services);
        await waitForHttp(http, health.path, {
          status: health.status, hosts: [names.domain, ...Object.values(names.hosts)], what: `${recipe.name} answers`, progress, signal,
          ...(deadline
            ? { deadlineSeconds: deadline.converge, deadlineReason: deadline.reason }
            : { deadlineSeconds: answer.ms / 1000, deadlineReason: answer.reason, ingressSeconds: route.ms / 1000, ingressReason: route.reason }),
        });
      },
    }, progress));
    return awaited.identity;
  } finally {
    await http.close();
  }
}
