/** Reads the Traefik labels of one swarm service: routers, load balancers and middlewares, as written. */

export type Fields = Record<string, string>;

/** What the labels of one service declare. Names of fields are in lower case, as Traefik matches them. */
export interface Declared {
  routers: Map<string, Fields>;
  loadBalancers: Map<string, Fields>;
  middlewares: Map<string, Fields>;
  /** `traefik.swarm.network` or its older name. */
  network: string | undefined;
  /** For a person: what was left out, and why. */
  notes: string[];
}

/** Traefik refuses every label of a service that has a field it does not know; a misspelt one must not pass here. */
const routerFields = /^(rule|rulesyntax|entrypoints|middlewares|service|priority|parentrefs|tls|tls\..+|observability\..+)$/;
const loadBalancerFields =
  /^loadbalancer\.(server\.(port|scheme|url|weight|preservepath)|sticky(\..+)?|healthcheck(\..+)?|passivehealthcheck(\..+)?|passhostheader|responseforwarding\..+|serverstransport|strategy)$/;

export class LabelError extends Error {
  override readonly name = 'LabelError';
}

/** Undefined when the labels do not ask for Traefik (`traefik.enable=true`); throws `LabelError` where Traefik would drop them all. */
export function readLabels(labels: Readonly<Record<string, string>>): Declared | undefined {
  const declared: Declared = { routers: new Map(), loadBalancers: new Map(), middlewares: new Map(), network: undefined, notes: [] };
  let enabled = false;
  for (const [key, value] of Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [root = '', section = '', kind = '', name = '', ...rest] = key.split('.');
    if (root.toLowerCase() !== 'traefik') continue;
    const field = rest.join('.').toLowerCase();
    switch (section.toLowerCase()) {
      case 'enable':
        enabled = readBoolean(key, value);
        break;
      case 'docker':
      case 'swarm':
        if (kind.toLowerCase() === 'network') declared.network = value;
        break;
      case 'http': {
        const target = table(declared, key, kind.toLowerCase(), field);
        target.set(name, { ...target.get(name), [field]: value });
        break;
      }
      case 'tcp':
      case 'udp':
        note(declared, `${section.toLowerCase()} routers are not served by the lab's ingress (${key})`);
        break;
      default:
        note(declared, `${key} is not known`);
    }
  }
  return enabled ? declared : undefined;
}

function table(declared: Declared, key: string, kind: string, field: string): Map<string, Fields> {
  if (field === '') throw new LabelError(`${key} names no field`);
  if (kind === 'routers') {
    if (!routerFields.test(field)) throw new LabelError(`${key}: Traefik knows no such field of a router, and drops every label of the service`);
    return declared.routers;
  }
  if (kind === 'services') {
    if (!loadBalancerFields.test(field)) throw new LabelError(`${key}: not a field of a load balancer, and Traefik drops every label of the service`);
    return declared.loadBalancers;
  }
  if (kind === 'middlewares') return declared.middlewares;
  throw new LabelError(`${key}: Traefik knows routers, services and middlewares`);
}

function note(declared: Declared, text: string): void {
  if (!declared.notes.includes(text)) declared.notes.push(text);
}

/** As Go reads a boolean. */
export function readBoolean(key: string, value: string): boolean {
  if (/^(1|t|true)$/i.test(value)) return true;
  if (/^(0|f|false)$/i.test(value)) return false;
  throw new LabelError(`${key}=${value} is neither true nor false`);
}

/** A comma-separated list. */
export function readList(value: string | undefined): string[] {
  return (value ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '');
}
