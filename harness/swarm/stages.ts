/** Where the time of a deploy went, service by service, by the engine's own clock. */
import { currentTasks, newestOf, upSince, type StackState } from './standing.ts';

/** Milliseconds from the begin of the deploy; undefined where that stage was not reached or not seen. */
export interface ServiceStages {
  readonly service: string;
  /** Swarm made the task that runs now. */
  readonly scheduled: number | undefined;
  /** Its container's process began. */
  readonly started: number | undefined;
  /** Healthy, or running where there is no health check, or complete. */
  readonly settled: number | undefined;
  /** Swarm made the first task of this deploy: the same, unless lives of it have ended since. */
  readonly first: number | undefined;
  /** Milliseconds between two probes of its health check; undefined where it has none. */
  readonly interval: number | undefined;
}

export function stagesOf(state: StackState, zero: number, startedAt: ReadonlyMap<string, number>): ServiceStages[] {
  return state.services.map(service => {
    const tasks = currentTasks(service, state.tasks);
    const interval = service.health?.intervalMs;
    if (tasks.length === 0 || service.wanted === 0) return { service: service.name, scheduled: undefined, started: undefined, settled: undefined, first: undefined, interval };
    const task = newestOf(tasks);
    const sight = state.sights.get(task.id);
    const started = sight?.startedAt ?? startedAt.get(task.containerId ?? '');
    const after = (at: number | undefined) => at === undefined ? undefined : Math.round(at - zero);
    // What has run to its end was begun long before it was complete.
    const settled = task.state === 'complete' ? task.since : upSince(task, service, sight);
    return { service: service.name, scheduled: after(task.createdAt), started: after(started), settled: after(settled), first: after(firstOf(tasks.map(({ createdAt }) => createdAt), zero) ?? task.createdAt), interval };
  });
}

/** Swarm keeps a few tasks of each replica alone: of very many lives, the earliest are forgotten. */
function firstOf(times: readonly number[], zero: number): number | undefined {
  const since = times.filter(at => at >= zero);
  return since.length > 0 ? Math.min(...since) : undefined;
}
