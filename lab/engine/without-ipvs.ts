/** Services for a kernel without IPVS, where neither virtual addresses nor the routing mesh answer. */

/** A service of a compose document; only what is rewritten here has a type. */
export interface ComposeService {
  ports?: PortEntry[];
  deploy?: ComposeDeploy;
  [key: string]: unknown;
}

export interface ComposeDeploy {
  endpoint_mode?: string;
  update_config?: Record<string, unknown>;
  rollback_config?: Record<string, unknown>;
  [key: string]: unknown;
}

export interface ComposeDocument {
  services?: Record<string, ComposeService | null>;
  [key: string]: unknown;
}

export interface LongPort {
  target: number;
  published?: number;
  protocol?: string;
  mode?: string;
}

export type PortEntry = string | number | LongPort;

/**
 * Rewrites a merged and interpolated compose document: every service is found by the addresses of its tasks
 * (`dnsrr`), and published ports are the node's own (`mode: host`). A task with such a port cannot start beside
 * the one that holds it, so `start-first` becomes `stop-first` there, and only there.
 */
export function withoutIpvs(document: ComposeDocument): ComposeDocument {
  const services = Object.entries(document.services ?? {}).map(
    ([name, service]) => [name, serviceWithoutIpvs(service ?? {})] as const,
  );
  return { ...document, services: Object.fromEntries(services) };
}

function serviceWithoutIpvs(service: ComposeService): ComposeService {
  const deploy: ComposeDeploy = { ...service.deploy, endpoint_mode: 'dnsrr' };
  const ports = (service.ports ?? []).flatMap(longPorts);
  if (ports.length === 0) return { ...service, deploy };
  for (const key of ['update_config', 'rollback_config'] as const) {
    if (deploy[key]?.['order'] === 'start-first') deploy[key] = { ...deploy[key], order: 'stop-first' };
  }
  return { ...service, deploy, ports: ports.map((port) => ({ ...port, mode: 'host' })) };
}

/** Reads one entry of `ports` to its long form: `[address:][published:]target[/protocol]`, ranges too. */
export function longPorts(entry: PortEntry): LongPort[] {
  if (typeof entry === 'object') {
    const port: LongPort = { ...entry, target: Number(entry.target) };
    return [entry.published === undefined ? port : { ...port, published: Number(entry.published) }];
  }
  const match = /^(?:(?:\[[^\]]*\]|[^:]*):)??(?:([\d-]*):)?(\d+(?:-\d+)?)(?:\/(\w+))?$/.exec(String(entry));
  if (match === null) throw new Error(`Invalid port: ${String(entry)}`);
  const [, published = '', target = '', protocol = 'tcp'] = match;
  const targets = range(target);
  const sources = published === '' ? [] : range(published);
  if (sources.length !== 0 && sources.length !== targets.length) throw new Error(`Invalid ranges: ${String(entry)}`);
  return targets.map((port, index) => {
    const source = sources[index];
    return source === undefined ? { target: port, protocol } : { target: port, published: source, protocol };
  });
}

function range(text: string): number[] {
  const [first = 0, last = first] = text.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
