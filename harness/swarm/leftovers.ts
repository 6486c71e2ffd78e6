/** What of a stack is still on a server: by its exact label, and by name only where abra leaves no label. */
import type { Engine } from './engine.ts';
import { stackLabel } from './views.ts';

export type LeftoverKind = 'service' | 'task' | 'container' | 'network' | 'secret' | 'config' | 'volume';

export interface Leftover {
  readonly kind: LeftoverKind;
  readonly name: string;
  readonly id: string;
}

/** A thing on the server, whosoever. */
interface Thing { readonly id: string; readonly name: string; readonly stack: string | undefined }

/** Everything of exactly this stack. */
export async function leftovers(engine: Engine, stack: string): Promise<Leftover[]> {
  const [services, tasks, containers, rest] = await Promise.all([engine.services(stack), engine.tasks(stack), engine.containers(stack), namedThings(engine)]);
  const names = new Map(services.map(service => [service.id, service.fullName]));
  const known = new Set(rest.flatMap(({ things }) => things.flatMap(thing => thing.stack ?? [])));
  return [
    ...services.map(service => ({ kind: 'service' as const, name: service.fullName, id: service.id })),
    ...tasks.map(task => ({ kind: 'task' as const, name: `${names.get(task.serviceId) ?? stack}.${task.slot} (${task.state})`, id: task.id })),
    ...containers.map(container => ({ kind: 'container' as const, name: container.name, id: container.id })),
    ...rest.filter(({ kind }) => kind !== 'service').flatMap(({ kind, things }) => things
      .filter(thing => kind === 'network' ? thing.stack === stack : belongsTo(thing, stack, known))
      .map(({ id, name }) => ({ kind, name, id }))),
  ];
}

/**
 * Its label decides where it has one. Without a label the name must start with `<stack>_`, and no other stack on the server may have the
 * longer claim: `shop_eu_key` is of `shop_eu` when there is one, not of `shop`.
 */
export function belongsTo(thing: Thing, stack: string, knownStacks: Iterable<string>): boolean {
  if (thing.stack !== undefined) return thing.stack === stack;
  if (!thing.name.startsWith(`${stack}_`)) return false;
  for (const other of knownStacks) {
    if (other.length > stack.length && other.startsWith(`${stack}_`) && thing.name.startsWith(`${other}_`)) return false;
  }
  return true;
}

interface Labelled { ID?: string; Id?: string; Name?: string; Labels?: Record<string, string> | null; Spec?: { Name?: string; Labels?: Record<string, string> | null } }

async function namedThings(engine: Engine): Promise<{ kind: LeftoverKind; things: Thing[] }[]> {
  const { docker } = engine;
  const list = async (kind: LeftoverKind, request: () => Promise<unknown>) => {
    const raw = await engine.ask(`list ${kind}s`, request) as Labelled[];
    return { kind, things: raw.map(thingOf) };
  };
  return Promise.all([
    list('service', () => docker.listServices()),
    list('network', () => docker.listNetworks()),
    list('secret', () => docker.listSecrets()),
    list('config', () => docker.listConfigs()),
    list('volume', async () => (await docker.listVolumes()).Volumes ?? []),
  ]);
}

function thingOf(raw: Labelled): Thing {
  const name = raw.Spec?.Name ?? raw.Name ?? '';
  return { id: raw.ID ?? raw.Id ?? name, name, stack: (raw.Spec?.Labels ?? raw.Labels ?? {})[stackLabel] };
}
