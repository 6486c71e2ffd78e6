/** Which path tells that an app is ready: read from the healthcheck of the service behind the ingress, where that asks over HTTP. */
import type { ComposeService } from '../recipe/compose.ts';

export interface HealthFacts {
  /** The path that can be asked through the ingress; undefined where the healthcheck names none. */
  readonly path: string | undefined;
  /** Where nothing is routed over HTTP: the first TCP port that is published past the ingress. */
  readonly port?: number;
  /** What was seen, for the person who has to judge it. */
  readonly seen: string;
}

const rule = /^traefik\.(http|tcp|udp)\.routers\..+\.rule$/;
const port = /^traefik\.http\.services\..+\.loadbalancer\.server\.port$/;
/** An address with a scheme, or one of this container alone. */
const address = /(?:(https?):\/\/(?:\[[^\]]*\]|[^\s:/"'`]+)|\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0))(?::([^\s/"'`]*))?(\/[^\s"'`|;&)]*)?/;

/** The rules of its routers. */
export function routerRules({ labels }: ComposeService): string[] {
  return Object.entries(labels).filter(([label]) => rule.test(label)).map(([, value]) => value);
}

/** Whether the ingress leads people to it over HTTP. */
export function isRouted({ labels }: ComposeService): boolean {
  return labels['traefik.enable']?.toLowerCase() !== 'false' && Object.keys(labels).some(label => label.startsWith('traefik.http.routers.') && rule.test(label));
}

function overItsPort(services: readonly ComposeService[]): HealthFacts {
  const seen = 'no service has an HTTP router of the ingress';
  for (const { name, published } of services) {
    const port = published.find(({ protocol }) => protocol === 'tcp')?.port;
    if (port !== undefined) return { path: undefined, port, seen: `${seen}, and ${name} publishes port ${port}` };
  }
  return { path: undefined, seen: `${seen}, and none publishes a TCP port` };
}

export function healthFacts(services: readonly ComposeService[]): HealthFacts {
  const routed = services.filter(isRouted);
  const web = routed.find(({ name }) => name === 'app') ?? routed[0];
  if (web === undefined) return overItsPort(services);
  const { name, healthcheck, labels } = web;
  if (healthcheck.length === 0) return { path: undefined, seen: `the service ${name} has no healthcheck` };
  const words = healthcheck.join(' ');
  const found = address.exec(words);
  const [, scheme, asked, path = '/'] = found ?? [];
  if (found === null || (scheme === undefined && !/\b(curl|wget)\b/.test(words))) return { path: undefined, seen: `the healthcheck of ${name} does not ask over HTTP` };
  if (/[${}]/.test(path)) return { path: undefined, seen: `the healthcheck of ${name} asks a path that only its container knows` };
  const served = Object.entries(labels).find(([label]) => port.test(label))?.[1];
  const ofCheck = asked ?? (scheme === 'https' ? '443' : '80');
  if (served !== undefined && /^\d+$/.test(ofCheck) && ofCheck !== served) {
    return { path: undefined, seen: `the healthcheck of ${name} asks port ${ofCheck}, and the ingress leads to ${served}` };
  }
  return { path: path.replace(/[?#].*$/, ''), seen: `the healthcheck of ${name} asks it` };
}
