/** The last compose file of a deploy: abra's labels and variables, and what the lab's kernel needs. */
import { withoutIpvs, type ComposeDocument, type ComposeService } from '../../engine/without-ipvs.ts';
import { keyed } from './merge.ts';
import { servicesWithTwins } from './twin-ports.ts';

export interface OverrideInput {
  version: string;
  merged: ComposeDocument;
  /** Set on the service `app`. */
  labels: Record<string, string>;
  /** Given to the containers of `app` where its compose files do not set them. */
  environment: Record<string, string>;
  ipvs: boolean;
}

/**
 * Builds the file that docker merges over the recipe's own. Docker replaces ports by their published number and
 * merges labels, environment and `deploy` key by key, so only what changes has to stand here.
 */
export function overrideFile(input: OverrideInput): ComposeDocument {
  const services: Record<string, ComposeService> = {};
  const rewritten = input.ipvs ? undefined : withoutIpvs(input.merged);
  for (const [name, service] of Object.entries(rewritten?.services ?? {})) {
    const { endpoint_mode, update_config, rollback_config } = service?.deploy ?? {};
    const deploy = { endpoint_mode, update_config, rollback_config };
    services[name] = { deploy: withoutUndefined(deploy), ...(service?.ports ? { ports: service.ports } : {}) };
  }
  for (const name of servicesWithTwins(input.merged)) {
    services[name] = { ...services[name], ports: (rewritten ?? input.merged).services?.[name]?.ports ?? [] };
  }
  const app = input.merged.services?.['app'];
  if (app) {
    const set = keyed(app['environment']);
    const missing = Object.entries(input.environment).filter(([key]) => !Object.hasOwn(set, key));
    const before = services['app'];
    services['app'] = {
      ...before,
      environment: Object.fromEntries(missing),
      deploy: { ...before?.deploy, labels: input.labels },
    };
  }
  return escapeDollars({ version: input.version, services });
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Docker fills variables in once more: what came through that already must survive it. */
function escapeDollars<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$') as T;
  if (Array.isArray(value)) return value.map(escapeDollars) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeDollars(item as unknown)])) as T;
}
