/** Joins the labels of all services into one table of routes, as Traefik does: names are shared by the whole swarm. */
import { isDeepStrictEqual } from 'node:util';
import { LabelError, readBoolean, readLabels, readList, type Declared, type Fields } from './labels.ts';
import { parseRule, RuleError, type Rule } from './rule.ts';

/** What the ingress must know of a swarm service. */
export interface SwarmService {
  name: string;
  labels: Readonly<Record<string, string>>;
  /** Names of the networks that its tasks are on. */
  networks: readonly string[];
}

export type EntryPoint = 'web' | 'web-secure';

export interface Upstream {
  /** Swarm service whose tasks answer. */
  service: string;
  port: number;
  scheme: 'http' | 'https' | 'h2c';
  passHostHeader: boolean;
}

export interface Middleware {
  name: string;
  fields: Fields;
}

export interface Route {
  router: string;
  /** Swarm services whose labels declare the router. */
  declaredBy: string[];
  entryPoints: EntryPoint[];
  rule: Rule;
  /** The rule as the label has it. */
  ruleText: string;
  priority: number;
  middlewares: Middleware[];
  upstreams: Upstream[];
}

export interface RoutingTable {
  /** Highest priority first. */
  routes: Route[];
  /** What is not served as declared: one sentence each, with the names of router and service. */
  problems: string[];
}

interface Router {
  fields: Fields;
  declaredBy: string[];
  /** The load balancer that its own service declares, when there is just one. */
  only: string | undefined;
}

/** The network that the ingress is on. */
const sharedNetwork = 'proxy';

export function routingTable(services: readonly SwarmService[]): RoutingTable {
  const problems: string[] = [];
  const routers = new Map<string, Router>();
  const middlewares = new Map<string, Fields>();
  const upstreams = new Map<string, Upstream[]>();
  const torn = new Set<string>();

  for (const service of [...services].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const read = declaredBy(service, problems);
    if (read === undefined) continue;
    const { declared, balancers } = read;
    for (const [name, upstream] of balancers) upstreams.set(name, [...(upstreams.get(name) ?? []), upstream]);
    for (const [name, fields] of declared.middlewares) middlewares.set(name, fields);
    const only = balancers.size === 1 ? [...balancers.keys()][0] : undefined;
    for (const [name, fields] of declared.routers) {
      const known = routers.get(name);
      if (known === undefined) {
        routers.set(name, { fields, declaredBy: [service.name], only });
      } else if (isDeepStrictEqual(known.fields, fields) && known.only === only) {
        known.declaredBy.push(service.name);
      } else {
        torn.add(name);
        problems.push(`router ${name} is declared in two ways, by ${[...known.declaredBy, service.name].join(' and ')}: neither is served`);
      }
    }
  }

  const routes: Route[] = [];
  for (const [name, router] of routers) {
    if (torn.has(name)) continue;
    try {
      routes.push(routeOf(name, router, upstreams, middlewares, problems));
    } catch (error) {
      if (!(error instanceof LabelError || error instanceof RuleError)) throw error;
      problems.push(`router ${name} of ${router.declaredBy.join(', ')} is not served: ${error.message}`);
    }
  }
  routes.sort((a, b) => b.priority - a.priority || (a.router < b.router ? -1 : 1));
  return { routes, problems };
}

function declaredBy(service: SwarmService, problems: string[]): { declared: Declared; balancers: Map<string, Upstream> } | undefined {
  try {
    const declared = readLabels(service.labels);
    if (declared === undefined) return undefined;
    for (const text of declared.notes) problems.push(`service ${service.name}: ${text}`);
    if (declared.loadBalancers.size === 0) throw new LabelError('it has no loadbalancer.server.port');
    const balancers = new Map([...declared.loadBalancers].map(([name, fields]) => [name, upstreamOf(service.name, name, fields)]));
    const network = declared.network ?? sharedNetwork;
    if (network !== sharedNetwork) problems.push(`service ${service.name} asks for network ${network}; the lab's ingress is only on ${sharedNetwork}`);
    if (!service.networks.includes(sharedNetwork)) problems.push(`service ${service.name} is not on the network ${sharedNetwork}: it cannot be reached`);
    return { declared, balancers };
  } catch (error) {
    if (!(error instanceof LabelError)) throw error;
    problems.push(`service ${service.name} is not served: ${error.message}`);
    return undefined;
  }
}

function upstreamOf(service: string, name: string, fields: Fields): Upstream {
  if (fields['loadbalancer.server.url'] !== undefined) throw new LabelError(`service ${name}: loadbalancer.server.url is not done by the lab`);
  const text = fields['loadbalancer.server.port'];
  if (text === undefined) throw new LabelError(`service ${name} has no loadbalancer.server.port`);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw new LabelError(`service ${name}: loadbalancer.server.port=${text} is not a port`);
  const scheme = fields['loadbalancer.server.scheme'] || 'http';
  if (scheme !== 'http' && scheme !== 'https' && scheme !== 'h2c') throw new LabelError(`service ${name}: scheme ${scheme} is not http, https or h2c`);
  const pass = fields['loadbalancer.passhostheader'];
  return { service, port, scheme, passHostHeader: pass === undefined || readBoolean('loadbalancer.passhostheader', pass) };
}

function routeOf(name: string, router: Router, upstreams: Map<string, Upstream[]>, middlewares: Map<string, Fields>, problems: string[]): Route {
  const ruleText = router.fields['rule'] ?? '';
  const service = router.fields['service'] ? ownName(router.fields['service'], 'service') : router.only;
  if (service === undefined) throw new LabelError('its service has several load balancers, so it must name one (.service=)');
  const found = upstreams.get(service);
  if (found === undefined) throw new LabelError(`it names the service ${service}, which no label declares`);
  const priorityText = router.fields['priority'] ?? '';
  if (!/^(-?\d+)?$/.test(priorityText)) throw new LabelError(`priority ${priorityText} is not a whole number`);
  const chosen: Middleware[] = [];
  for (const reference of readList(router.fields['middlewares'])) {
    if (reference.endsWith('@file')) {
      problems.push(`router ${name}: middleware ${reference} is left out: the lab's ingress has no files`);
      continue;
    }
    const own = ownName(reference, 'middleware');
    const fields = middlewares.get(own);
    if (fields === undefined) throw new LabelError(`it names the middleware ${own}, which no label declares`);
    chosen.push({ name: own, fields });
  }
  const tls = Object.keys(router.fields).some((field) => field.startsWith('tls')) && router.fields['tls'] !== 'false';
  const entryPoints = entryPointsOf(router.fields['entrypoints']);
  if (!tls && entryPoints.includes('web-secure')) problems.push(`router ${name} has no .tls label: Traefik would not answer it over https, the lab does`);
  return {
    router: name,
    declaredBy: router.declaredBy,
    entryPoints,
    rule: parseRule(ruleText),
    ruleText,
    // Traefik's default is the rule's length; 0 means the default.
    priority: Number(priorityText) || Buffer.byteLength(ruleText),
    middlewares: chosen,
    upstreams: found,
  };
}

/** A router that names none is on every entry point; on `web` Co-op Cloud's Traefik redirects before it is asked. */
function entryPointsOf(value: string | undefined): EntryPoint[] {
  const names = readList(value);
  if (names.length === 0) return ['web-secure'];
  const known = names.filter((name): name is EntryPoint => name === 'web' || name === 'web-secure');
  if (known.length === 0) throw new LabelError(`the lab has the entry points web and web-secure, not ${names.join(', ')}`);
  return known;
}

/** Without `@docker` or `@swarm`; other providers are not there. */
function ownName(reference: string, what: string): string {
  const [name = '', provider = 'swarm'] = reference.split('@');
  if (provider !== 'swarm' && provider !== 'docker') throw new LabelError(`the ${what} ${reference} is not declared by labels`);
  return name;
}
