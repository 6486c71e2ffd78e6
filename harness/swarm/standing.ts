/** How one service stands: settled or not, in one word, and since when. */
import type { Death, Sight, Sights } from './witness.ts';
import { isOver, type ServiceView, type TaskView } from './views.ts';

/** The plain data that everything is judged from. Times by the engine's clock. */
export interface StackState {
  readonly stack: string;
  readonly now: number;
  readonly services: readonly ServiceView[];
  readonly tasks: readonly TaskView[];
  readonly sights: Sights;
  readonly deaths: readonly Death[];
}

export interface Standing {
  readonly service: ServiceView;
  readonly settled: boolean;
  /** `preparing`, `starting`, `healthy`, `complete`… with ` 1/2` where several are wanted. */
  readonly word: string;
  /** When the last thing changed that settled it. */
  readonly settledAt: number;
  /** When to look again although nothing may happen until then. */
  readonly recheckAt?: number;
}

/** A helper without health check must have stayed up for this long; whatever has died before, for this much longer than it lived then. */
const steadyMs = 1_000;
const longestSteadyMs = 30_000;

/** Tasks made from what the service says now. */
export function currentTasks(service: ServiceView, tasks: readonly TaskView[]): TaskView[] {
  const job = service.mode.endsWith('-job');
  return tasks.filter(task => task.serviceId === service.id
    && (job ? task.jobIteration === service.jobIteration : task.specKey === service.specKey));
}

/** Runs, and is healthy where there is a health check: by the swarm's word, or by the container's own event, which comes first. */
export function isUp(task: TaskView, service: ServiceView, sight: Sight | undefined): boolean {
  if (isOver(task.state) || task.desired !== 'running' || sight?.diedAt !== undefined) return false;
  if ((sight?.unhealthyAt ?? 0) > (sight?.healthyAt ?? 0)) return false;
  if (task.state === 'running' || sight?.healthyAt !== undefined) return true;
  return !service.health && sight?.startedAt !== undefined;
}

export function upSince(task: TaskView, service: ServiceView, sight: Sight | undefined): number {
  const seen = service.health ? sight?.healthyAt : sight?.startedAt;
  return seen ?? task.since;
}

/** The ingress leads to it. */
export function isRouted(service: ServiceView): boolean {
  return service.labels['traefik.enable'] === 'true';
}

/** Somebody outside asks it: readiness through the ingress, or its own health check, proves it. */
export function isServing(service: ServiceView): boolean {
  return service.name === 'app' || isRouted(service) || service.publishesPorts || service.health !== undefined;
}

/** May end with 0 and be done: restart condition none, or on-failure for what serves nobody. */
export function isOneShot(service: ServiceView): boolean {
  return service.mode === 'replicated' && service.name !== 'app' && !isRouted(service)
    && (service.restart.condition === 'none' || (service.restart.condition === 'on-failure' && !isServing(service)));
}

export function standingOf(service: ServiceView, state: StackState): Standing {
  const current = currentTasks(service, state.tasks);
  if (service.mode.endsWith('-job')) return jobStanding(service, current);
  if (service.wanted === 0) return { service, settled: true, word: 'scaled to 0', settledAt: service.createdAt };

  const newest = [...Map.groupBy(current, task => task.slot).values()].map(newestOf);
  const done = newest.filter(task => isOneShot(service) && task.state === 'complete');
  const up = current.filter(task => isUp(task, service, state.sights.get(task.id)));
  const upSlots = new Set(up.map(task => task.slot));
  const wanted = service.wanted ?? Math.max(1, new Set(state.tasks.filter(task => task.serviceId === service.id && task.desired === 'running').map(task => task.slot)).size);
  const good = upSlots.size + done.length;
  const outdated = state.tasks.some(task => task.serviceId === service.id && !current.includes(task) && task.desired === 'running' && !isOver(task.state));
  const updating = service.update?.state === 'updating' || service.update?.state === 'rollback_started';

  const since = Math.max(0, ...up.map(task => upSince(task, service, state.sights.get(task.id))), ...done.map(task => task.since));
  const steadyAt = good >= wanted ? steadySince(service, up, state) : undefined;
  const complete = good >= wanted && !outdated;
  const settled = complete && !updating && (steadyAt === undefined || steadyAt <= state.now);
  const count = wanted > 1 ? ` ${good}/${wanted}` : '';
  const word = complete
    ? (up.length === 0 ? 'complete' : service.health ? 'healthy' : 'running') + count + (updating ? ', update settling' : '')
    : wordOf(service, newest.filter(task => !upSlots.has(task.slot) && !done.includes(task)), state) + count;
  return { service, settled, word, settledAt: since, ...(complete && !settled && steadyAt !== undefined && steadyAt > state.now ? { recheckAt: steadyAt } : {}) };
}

/** When a service whose process may be about to die again has been up for long enough; undefined where something else proves that it lives. */
function steadySince(service: ServiceView, up: readonly TaskView[], state: StackState): number | undefined {
  if (service.health || up.length === 0) return undefined;
  const lives = state.deaths.filter(death => death.serviceId === service.id && death.specKey === service.specKey).map(death => death.at - death.beganAt);
  if (isServing(service) && lives.length === 0) return undefined;
  const needed = Math.min(longestSteadyMs, Math.max(0, ...lives) + steadyMs);
  return Math.max(...up.map(task => upSince(task, service, state.sights.get(task.id)))) + needed;
}

function jobStanding(service: ServiceView, current: readonly TaskView[]): Standing {
  const complete = current.filter(task => task.state === 'complete');
  const wanted = service.wanted ?? Math.max(1, new Set(current.map(task => task.slot)).size);
  const settled = complete.length >= wanted;
  const count = wanted > 1 ? ` ${complete.length}/${wanted}` : '';
  const alive = current.filter(task => !isOver(task.state)).map(task => task.state)[0];
  return { service, settled, word: (settled ? 'complete' : alive ?? 'no task yet') + count, settledAt: Math.max(0, ...complete.map(task => task.since)) };
}

function wordOf(service: ServiceView, waiting: readonly TaskView[], state: StackState): string {
  if (waiting.length === 0) return service.update?.state === 'updating' ? 'updating' : 'no task yet';
  const task = waiting[0] as TaskView;
  const deaths = state.deaths.filter(death => death.serviceId === service.id && death.specKey === service.specKey);
  const last = deaths.at(-1);
  const how = last && (last.kind === 'unhealthy' ? 'was unhealthy' : last.kind === 'rejected' ? 'was rejected' : last.exitCode === undefined ? 'failed' : `exited with ${last.exitCode}`);
  const again = how ? ` (${how}${deaths.length > 1 ? `, ${deaths.length} times` : ''})` : '';
  if (isOver(task.state) || state.sights.get(task.id)?.diedAt !== undefined) return `ended${again}`;
  if (task.desired === 'ready') return `waiting to restart${again}`;
  return ['new', 'allocated', 'pending'].includes(task.state) ? 'pending' : (['assigned', 'accepted', 'preparing'].includes(task.state) ? 'preparing' : 'starting') + again;
}

export function newestOf(tasks: readonly TaskView[]): TaskView {
  return tasks.reduce((a, b) => b.createdAt > a.createdAt || (b.createdAt === a.createdAt && !isOver(b.state) && isOver(a.state)) ? b : a);
}
