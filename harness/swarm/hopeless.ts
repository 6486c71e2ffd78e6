/** What will not mend itself: each rule looks at plain data and names the guilty service, or keeps silent. */
import type { Fault } from '../errors.ts';
import { seconds } from './clock.ts';
import { attemptMs, healthAttempts } from './deadline.ts';
import { imageFault, type ConvergenceCode } from './errors.ts';
import { currentTasks, isOneShot, isUp, newestOf, standingOf, type StackState, type Standing } from './standing.ts';
import { isOver, type ServiceView, type UpdateState } from './views.ts';
import type { Death } from './witness.ts';

export interface Verdict {
  readonly code: ConvergenceCode;
  readonly fault: Fault;
  /** Name in the compose file. */
  readonly service: string;
  readonly message: string;
  readonly wayOut: string;
  /** Swarm's own words. */
  readonly said?: string;
  /** Set where the image is what is missing: the registry may know more. */
  readonly image?: string;
  /** Until then the verdict does not count if the service's last lines say that it waits for another one. */
  readonly excusedUntil?: number;
}

export interface Waiting {
  /** Nothing is wrong yet, but it will be then. */
  readonly recheckAt: number;
}

/** Deaths before that moment (engine's clock) belong to an earlier deploy. */
export type Since = number;

/** Equal ends in a row that make a loop; unequal ones need more. */
const equalEnds = 3;
const unequalEnds = 6;
/** A network that is just being taken down lets a task be rejected once; this many times it is no accident. */
const accidents = 3;
const pendingGraceMs = 5_000;
/** A service without health check says nothing of its start: it counts as starting for this long. */
const blindStartMs = 10_000;
const excuseMs = 60_000;
const settleMs = 1_000;

export function rolledBack(service: ServiceView, state: StackState, since: Since): Verdict | undefined {
  const update = ours(service, since);
  if (!update || !update.state.startsWith('rollback_')) return undefined;
  const ended = { rollback_started: 'is being rolled back', rollback_completed: 'was rolled back', rollback_paused: 'was rolled back, and the roll-back is stuck' }[update.state as string] ?? 'was rolled back';
  const death = state.deaths.filter(candidate => candidate.serviceId === service.id && candidate.at >= update.startedAt - 60_000).at(-1);
  return {
    code: 'ERR_UPDATE_ROLLED_BACK', fault: 'recipe', service: service.name,
    message: `The update of ${service.name} ${ended} by swarm${death ? `: the new task ${howItEnded(death)}` : ''}. What runs is the old version.`,
    wayOut: 'Mend what ends the new version (its last lines are below), or give it the time it needs (start_period, monitor).', said: update.message,
  };
}

export function paused(service: ServiceView, state: StackState, since: Since): Verdict | undefined {
  const update = ours(service, since);
  if (update?.state !== 'paused') return undefined;
  // Paused for ever after one failure; where every replica is of the new version already, its own state decides.
  const current = new Set(currentTasks(service, state.tasks));
  const slots = Map.groupBy(state.tasks.filter(task => task.serviceId === service.id && task.desired === 'running' && !isOver(task.state)), task => task.slot);
  const stuck = [...slots.values()].some(tasks => tasks.every(task => !current.has(task)));
  if (!stuck) return undefined;
  return {
    code: 'ERR_UPDATE_PAUSED', fault: 'recipe', service: service.name,
    message: `The update of ${service.name} is paused: a new task failed, and swarm leaves the rest at the old version.`,
    wayOut: 'Mend what ends the new version (its last lines are below).', said: update.message,
  };
}

export function rejected(service: ServiceView, state: StackState, since: Since): Verdict | undefined {
  const all = deathsOf(service, state, since).filter(death => death.kind === 'rejected');
  const last = all.at(-1);
  if (!last) return undefined;
  if (/no such image|pull access denied|toomanyrequests|rate limit|manifest|image .*not found/i.test(last.error)) {
    return {
      code: 'ERR_IMAGE_UNAVAILABLE', fault: imageFault(last.error), service: service.name, image: service.image,
      message: `The image ${service.image} of ${service.name} cannot be had.`,
      wayOut: 'See that the engine reaches the registry and that the image exists, or load it beforehand.', said: last.error,
    };
  }
  // An engine that is just starting takes tasks before it has its swarm.
  const starting = /swarm is not active/i.test(last.error);
  if ((starting || /network .*(not found|no longer)|failed to allocate|already in use/i.test(last.error)) && all.length < accidents) return undefined;
  const full = /no space left/i.test(last.error);
  const wayOut = full ? 'Free space on the engine.' : starting ? 'Look at the engine: its swarm does not come back.'
    : `Correct ${service.name} in the compose file: it cannot be started as it stands.`;
  return {
    code: 'ERR_TASK_REJECTED', fault: full || starting ? 'environment' : 'recipe', service: service.name,
    message: `The engine rejects ${service.name}: ${last.error || 'no reason given'}.`,
    wayOut, said: last.error,
  };
}

/** Ended, and swarm makes no other task: with 0 under on-failure, with anything under none, or after max_attempts. */
export function notRestarted(service: ServiceView, state: StackState, since: Since): Verdict | undefined {
  if (service.mode !== 'replicated' || service.wanted === 0 || service.update?.state === 'updating') return undefined;
  const deaths = deathsOf(service, state, since);
  for (const tasks of Map.groupBy(currentTasks(service, state.tasks), task => task.slot).values()) {
    const newest = newestOf(tasks);
    if (tasks.some(task => !isOver(task.state)) || newest.desired === 'running' || newest.desired === 'ready') continue;
    const death = deaths.find(candidate => candidate.taskId === newest.id);
    if (!death || (isOneShot(service) && newest.state === 'complete' && death.kind === 'exit')) continue;
    const row = deaths.filter(each => each.slot === newest.slot);
    if (death.kind === 'unhealthy') return unhealthyVerdict(service, row, ', and it is not restarted');
    const why = service.restart.condition === 'any' || row.length > 1 ? `after ${row.length} attempts` : `by its restart condition "${service.restart.condition}"`;
    return {
      code: death.exitCode === 0 ? 'ERR_APP_EXITED' : 'ERR_APP_CRASH_LOOP', fault: 'recipe', service: service.name,
      message: `${service.name} ${howItEnded(death)} and is not restarted, ${why}.`,
      wayOut: death.exitCode === 0 ? 'A service must go on running: keep its process in the foreground, or declare it as a job.' : 'Mend what its last lines name.',
      said: death.error,
    };
  }
  return undefined;
}

/** The same end again and again, while nothing else of the stack is on its way any more. */
export function looping(service: ServiceView, state: StackState, since: Since): Verdict | undefined {
  for (const row of rows(service, state, since)) {
    const last = row.at(-1) as Death;
    const equal = trailing(row, death => death.kind === last.kind && death.exitCode === last.exitCode && (death.exitCode !== undefined || death.error === last.error));
    const needed = last.kind === 'unhealthy' ? healthAttempts : equalEnds;
    if (equal < needed && row.length < unequalEnds) continue;
    const others = othersSettledAt(service, state, since);
    if (others === undefined || last.beganAt < others.at + (others.at > 0 ? settleMs : 0)) continue;
    if (last.kind === 'unhealthy') return unhealthyVerdict(service, row, '');
    return {
      code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', service: service.name,
      message: `${service.name} ${howItEnded(last)}, ${row.length} times in a row, each time within ${seconds(Math.max(...row.map(death => death.at - death.beganAt)))}.`,
      wayOut: last.outOfMemory ? 'Give it more memory: the engine ended it at its limit.' : 'Mend what its last lines name.',
      said: last.error, ...(others.blind ? { excusedUntil: others.startedAt + excuseMs } : {}),
    };
  }
  return undefined;
}

/** No node takes the task, and nothing of the stack is on its way out that could make room. */
export function pending(service: ServiceView, state: StackState): Verdict | Waiting | undefined {
  const stuck = currentTasks(service, state.tasks).find(task => task.state === 'pending' && /no suitable node/.test(`${task.error} ${task.message}`));
  if (!stuck) return undefined;
  const leaving = state.tasks.some(task => !isOver(task.state) && !['running', 'ready'].includes(task.desired));
  const at = stuck.createdAt + pendingGraceMs;
  if (leaving || state.now < at) return { recheckAt: Math.max(at, state.now + 250) };
  const said = stuck.error || stuck.message;
  const itself = /host-mode port/.test(said) && service.updateConfig.startFirst && state.tasks.some(task => task.serviceId === service.id && task.state === 'running');
  return {
    code: 'ERR_NO_SUITABLE_NODE', fault: itself ? 'recipe' : 'environment', service: service.name,
    message: itself ? `The update of ${service.name} never ends: its new task waits for the host port that its old one holds (order start-first).`
      : `No node of the swarm takes ${service.name}: ${said.replace(/^.*no suitable node \((.*)\)$/, '$1')}.`,
    wayOut: itself ? 'Set update_config.order to stop-first for a service with a host-mode port.' : 'Free what it asks for (memory, ports, labels of the node), or use a larger server.', said,
  };
}

/** Deaths of the service's present version since this deploy. */
export function deathsOf(service: ServiceView, state: StackState, since: Since): Death[] {
  const job = service.mode.endsWith('-job');
  return state.deaths.filter(death => death.serviceId === service.id && death.at >= since && (job || death.specKey === service.specKey));
}

/** Per replica, the deaths in a row up to now; a long life in between ends the row, and so does being up and healthy. */
function rows(service: ServiceView, state: StackState, since: Since): Death[][] {
  const up = new Set(service.health ? currentTasks(service, state.tasks).filter(task => isUp(task, service, state.sights.get(task.id))).map(task => task.slot) : []);
  const longLife = Math.max(60_000, service.health ? attemptMs(service) + 30_000 : 0);
  return [...Map.groupBy(deathsOf(service, state, since), death => death.slot).entries()]
    .filter(([slot]) => !up.has(slot))
    .map(([, deaths]) => deaths.slice(deaths.length - trailing(deaths, death => death.at - death.beganAt < longLife)))
    .filter(row => row.length > 0);
}

/** When the last other service had settled; undefined while one is still starting. Those that loop themselves are not waited for. */
function othersSettledAt(service: ServiceView, state: StackState, since: Since): { at: number; startedAt: number; blind: boolean } | undefined {
  const result = { at: 0, startedAt: 0, blind: false };
  for (const other of state.services) {
    if (other.id === service.id || rows(other, state, since).some(row => row.length >= equalEnds)) continue;
    const standing: Standing = standingOf(other, state);
    if (!standing.settled) return undefined;
    const blind = !other.health && standing.word.startsWith('running');
    result.blind ||= blind;
    result.startedAt = Math.max(result.startedAt, standing.settledAt);
    result.at = Math.max(result.at, standing.settledAt + (blind ? blindStartMs : 0));
  }
  return result;
}

function unhealthyVerdict(service: ServiceView, row: readonly Death[], more: string): Verdict {
  const last = row.at(-1);
  return {
    code: 'ERR_APP_UNHEALTHY', fault: 'recipe', service: service.name,
    message: `${service.name} does not pass its health check: ${row.length === 1 ? 'a container was' : `${row.length} containers in a row were`} stopped for it, the last after ${seconds((last?.at ?? 0) - (last?.beganAt ?? 0))}${more}.`,
    wayOut: 'Correct the health check or what it asks; if the app needs longer, raise start_period.',
  };
}

export function howItEnded(death: Death): string {
  if (death.kind === 'unhealthy') return 'was stopped by its health check';
  if (death.kind === 'rejected') return 'was rejected';
  if (death.outOfMemory) return `was ended at its memory limit (exit ${death.exitCode ?? 137})`;
  return death.exitCode === undefined ? `could not be started (${death.error})` : `exited with ${death.exitCode}`;
}

function ours(service: ServiceView, since: Since): UpdateState | undefined {
  return service.update && service.update.startedAt >= since ? service.update : undefined;
}

function trailing<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let count = 0;
  while (count < items.length && holds(items[items.length - 1 - count] as T)) count++;
  return count;
}

