/** What the ingress reads from the engine: the swarm's services, and the events that can change its routes. */
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { ask, messageOf } from '../engine/api.ts';
import type { SwarmService } from './routing-table.ts';

/** The container that Caddy runs in. */
export const ingressContainer = 'ingress';

export interface EngineChange {
  what: string;
  /** Milliseconds since 1970, by the engine's clock. */
  at: number;
  /** Caddy itself was started: what it has now is not known. */
  ingressStarted: boolean;
}

interface ServiceAnswer {
  Spec: {
    Name: string;
    Labels?: Record<string, string> | null;
    TaskTemplate: { Networks?: { Target: string }[] | null };
    Networks?: { Target: string }[] | null;
  };
}

/** All services, none when the engine is not in a swarm yet. */
export async function readServices(socket: string): Promise<SwarmService[]> {
  const [services, networks] = await Promise.all([ask(socket, 'GET', '/services'), ask(socket, 'GET', '/networks')]);
  if (services.status === 503) return [];
  for (const answer of [services, networks]) if (answer.status !== 200) throw new Error(`the engine answered ${messageOf(answer)}`);
  const names = new Map((networks.body as { Id: string; Name: string }[]).map((network) => [network.Id, network.Name]));
  return (services.body as ServiceAnswer[]).map(({ Spec }) => ({
    name: Spec.Name,
    labels: Spec.Labels ?? {},
    networks: (Spec.TaskTemplate.Networks ?? Spec.Networks ?? []).map(({ Target }) => names.get(Target) ?? Target),
  }));
}

const filters = JSON.stringify({ type: ['service', 'container', 'node'], event: ['create', 'update', 'remove', 'start'] });

interface EventLine {
  Type: string;
  Action: string;
  timeNano: number;
  Actor: { Attributes?: Record<string, string> };
}

/** Calls back for every event that may matter; resolves when the stream ends, rejects when it cannot be opened. */
export function followEngine(socket: string, opened: () => void, changed: (change: EngineChange) => void, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = `/v1.41/events?filters=${encodeURIComponent(filters)}`;
    const call = request({ socketPath: socket, path, headers: { host: 'engine' }, agent: false, ...(signal && { signal }) });
    call.on('error', reject);
    call.on('response', (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        reject(new Error(`the engine answered ${response.statusCode ?? 0} to /events`));
        return;
      }
      opened();
      const lines = createInterface({ input: response });
      lines.on('line', (line) => {
        const change = changeIn(line);
        if (change) changed(change);
      });
      // Both tell of a broken stream, and an error that nobody hears would end the process.
      for (const source of [lines, response]) source.on('error', () => resolve());
      response.on('close', () => resolve());
    });
    call.end();
  });
}

/** Undefined for what cannot change a route. */
export function changeIn(line: string): EngineChange | undefined {
  const event = parsed(line);
  if (event === undefined) return undefined;
  const name = event.Actor.Attributes?.['name'] ?? '';
  const ingressStarted = event.Type === 'container' && event.Action === 'start' && name === ingressContainer;
  // The first event of a new swarm is its node's.
  const matters = event.Type === 'service' || ingressStarted || (event.Type === 'node' && event.Action === 'create');
  return matters ? { what: `${event.Type} ${event.Action} ${name}`.trim(), at: event.timeNano / 1e6, ingressStarted } : undefined;
}

function parsed(line: string): EventLine | undefined {
  try {
    const event = JSON.parse(line) as Partial<EventLine>;
    return event.Type && event.Action && event.Actor ? { Type: event.Type, Action: event.Action, timeNano: event.timeNano ?? 0, Actor: event.Actor } : undefined;
  } catch {
    return undefined;
  }
}
