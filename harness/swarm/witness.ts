/**
 * What events and looks have shown of a stack's tasks so far. Swarm keeps only the last few tasks of a replica and shows a new state up
 * to 100 ms after the container's own event; so both are remembered here, as plain data for the judgement.
 */
import type { EngineEvent } from './events.ts';
import { isOver, stackLabel, type ServiceView, type TaskView } from './views.ts';

/** What the container of a task was seen to do; times by the engine's clock. */
export interface Sight {
  readonly startedAt?: number;
  readonly healthyAt?: number;
  readonly unhealthyAt?: number;
  readonly diedAt?: number;
  readonly exitCode?: number;
  readonly outOfMemory?: boolean;
}

export type Sights = ReadonlyMap<string, Sight>;

/** A task that ended without having been told to. */
export interface Death {
  readonly taskId: string;
  readonly serviceId: string;
  readonly slot: string;
  readonly specKey: string;
  readonly kind: 'rejected' | 'exit' | 'unhealthy';
  readonly exitCode: number | undefined;
  readonly error: string;
  readonly outOfMemory: boolean;
  /** When its container started, or the task was made where that was not seen. */
  readonly beganAt: number;
  readonly at: number;
}

export class Witness {
  readonly #stack: string;
  readonly #sights = new Map<string, Sight>();
  readonly #deaths = new Map<string, Death>();
  readonly #living = new Map<string, TaskView>();

  constructor(stack: string) {
    this.#stack = stack;
  }

  get sights(): Sights { return this.#sights; }
  /** Oldest first. */
  get deaths(): readonly Death[] { return [...this.#deaths.values()].sort((a, b) => a.at - b.at); }

  /** Takes in an event; tells whether it can have changed anything about this stack. */
  hear(event: EngineEvent): 'now' | 'soon' | 'no' {
    if (event.kind === 'resync') return 'now';
    if (event.type === 'node') return 'soon';
    if (event.type !== 'container') return (event.attributes['name'] ?? '').startsWith(`${this.#stack}_`) ? 'now' : 'no';
    if (event.attributes[stackLabel] !== this.#stack) return 'no';
    const task = event.attributes['com.docker.swarm.task.id'];
    if (task) this.#sights.set(task, { ...this.#sights.get(task), ...sightOf(event) });
    return 'now';
  }

  /** Takes in a look at the swarm. */
  look(services: readonly ServiceView[], tasks: readonly TaskView[]): void {
    for (const task of tasks) {
      const service = services.find(candidate => candidate.id === task.serviceId);
      const death = service && deathOf(task, service, this.#sights.get(task.id));
      if (death) this.#deaths.set(task.id, death);
      else if (isOver(task.state)) this.#deaths.delete(task.id);
      if (isOver(task.state)) this.#living.delete(task.id);
      else this.#living.set(task.id, task);
    }
    // Died and was forgotten by swarm between two looks.
    const listed = new Set(tasks.map(task => task.id));
    for (const [id, task] of this.#living) {
      if (listed.has(id)) continue;
      this.#living.delete(id);
      const death = seenToDie(task, this.#sights.get(id));
      if (death) this.#deaths.set(id, death);
    }
  }
}

function sightOf(event: EngineEvent): Sight {
  switch (event.action) {
    case 'start': return { startedAt: event.at };
    case 'health_status: healthy': return { healthyAt: event.at };
    case 'health_status: unhealthy': return { unhealthyAt: event.at };
    case 'oom': return { outOfMemory: true };
    case 'die': return { diedAt: event.at, exitCode: Number(event.attributes['exitCode'] ?? 0) };
    default: return {};
  }
}

function frame(task: TaskView, sight: Sight | undefined): Pick<Death, 'taskId' | 'serviceId' | 'slot' | 'specKey' | 'beganAt' | 'outOfMemory'> {
  return {
    taskId: task.id, serviceId: task.serviceId, slot: task.slot, specKey: task.specKey,
    beganAt: sight?.startedAt ?? task.createdAt, outOfMemory: sight?.outOfMemory ?? false,
  };
}

/** By its container's own event: swarm itself takes up to a second to tell of it. */
function seenToDie(task: TaskView, sight: Sight | undefined): Death | undefined {
  if (sight?.diedAt === undefined || task.desired !== 'running') return undefined;
  const { exitCode } = sight;
  return { ...frame(task, sight), kind: sight.unhealthyAt ? 'unhealthy' : 'exit', exitCode, error: `container exited (${exitCode ?? '?'})`, at: sight.diedAt };
}

function deathOf(task: TaskView, service: ServiceView, sight: Sight | undefined): Death | undefined {
  const job = service.mode.endsWith('-job');
  // A container that its health check had stopped may still end with 0, and then counts as complete.
  const unhealthy = /unhealthy container/.test(task.error) || (sight?.unhealthyAt !== undefined && task.state !== 'shutdown');
  const base = { ...frame(task, sight), error: task.error || task.message, exitCode: task.exitCode ?? sight?.exitCode, at: sight?.diedAt ?? task.since };
  if (task.state === 'rejected') return { ...base, kind: 'rejected' };
  if (task.state === 'failed') return { ...base, kind: unhealthy ? 'unhealthy' : 'exit' };
  if (task.state === 'complete') return job ? undefined : { ...base, kind: unhealthy ? 'unhealthy' : 'exit' };
  return isOver(task.state) || (job && sight?.exitCode === 0) ? undefined : seenToDie(task, sight);
}
