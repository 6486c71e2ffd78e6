/** A made-up swarm: plain views with sound defaults, a clock that is moved by hand, and an engine that only answers what it was given. */
import type { Clock } from '../../../harness/swarm/clock.ts';
import type { StackSource } from '../../../harness/swarm/converge.ts';
import type { EngineEvent } from '../../../harness/swarm/events.ts';
import type { StackState } from '../../../harness/swarm/standing.ts';
import type { HealthCheck, ServiceView, TaskView } from '../../../harness/swarm/views.ts';
import { Witness } from '../../../harness/swarm/witness.ts';

export const stack = 'shop_lab_test';
export const commit = 'c0ffee0123456789c0ffee0123456789c0ffee01';
/** Zero of the made-up clock. */
export const zero = 1_700_000_000_000;

export const check: HealthCheck = { intervalMs: 1_000, timeoutMs: 1_000, retries: 3, startPeriodMs: 0 };

export function aService(name: string, more: Partial<ServiceView> = {}): ServiceView {
  return {
    id: `id-${name}`, fullName: `${stack}_${name}`, name, image: 'shop:1',
    labels: { [`coop-cloud.${stack}.chaos`]: 'true', [`coop-cloud.${stack}.chaos-version`]: 'c0ffee01' },
    mode: 'replicated', wanted: 1, restart: { condition: 'any', delayMs: 5_000, maxAttempts: 0 },
    health: check, healthComplete: true, update: undefined,
    updateConfig: { parallelism: 1, delayMs: 0, monitorMs: 5_000, startFirst: false }, stopGraceMs: 10_000,
    publishesPorts: false, hostPorts: false, published: [], mounts: [], jobIteration: 0, createdAt: zero, updatedAt: zero, specKey: 'now', ...more,
  };
}

let tasksMade = 0;
export function aTask(service: string, state: TaskView['state'], more: Partial<TaskView> = {}): TaskView {
  const over = ['complete', 'shutdown', 'failed', 'rejected', 'remove', 'orphaned'].includes(state);
  return {
    id: `task-${++tasksMade}`, serviceId: `id-${service}`, slot: '1', state, desired: over ? 'shutdown' : 'running', since: zero, createdAt: zero,
    message: '', error: '', exitCode: undefined, containerId: undefined, jobIteration: 0, specKey: 'now', ...more,
  };
}

/** `times` dead tasks of a service, the first dying at `first` ms, then each `period` ms; they live for `life` ms. */
export function dead(service: string, times: number, more: Partial<TaskView> & { first?: number; period?: number; life?: number } = {}): TaskView[] {
  const { first = 2_000, period = 6_000, life = 500, ...rest } = more;
  return Array.from({ length: times }, (_, index) => {
    const at = zero + first + index * period;
    return aTask(service, 'failed', { exitCode: 1, error: 'task: non-zero exit (1)', since: at, createdAt: at - life, ...rest });
  });
}

/** What a watcher would know after one look at this, `after` ms after zero. */
export function aState(services: ServiceView[], tasks: TaskView[], after = 60_000, events: EngineEvent[] = []): StackState {
  const witness = new Witness(stack);
  events.forEach(event => witness.hear(event));
  witness.look(services, tasks);
  return { stack, now: zero + after, services, tasks, sights: witness.sights, deaths: witness.deaths };
}

export function anEvent(task: string, action: string, after: number, attributes: Record<string, string> = {}): EngineEvent {
  return {
    kind: 'event', type: 'container', action, id: `container-of-${task}`, at: zero + after,
    attributes: { 'com.docker.stack.namespace': stack, 'com.docker.swarm.task.id': task, ...attributes },
  };
}
export const resync: EngineEvent = { kind: 'resync', type: '', action: '', id: '', attributes: {}, at: zero };

export class FakeClock implements Clock {
  time = zero;
  readonly #timers = new Set<{ at: number; then: () => void }>();

  now(): number { return this.time; }
  after(ms: number, then: () => void): () => void {
    const timer = { at: this.time + ms, then };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  get waiting(): number { return this.#timers.size; }

  /** Goes on to `time`, ringing what is due on the way and letting everything that follows from it happen. */
  async until(time: number): Promise<void> {
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(timer => timer.at <= time).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.time = Math.max(this.time, due.at);
      due.then();
      await settle();
    }
    this.time = time;
    await settle();
  }
}

/** Lets every promise that can go on go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 150; turn++) await Promise.resolve();
}

/** Shows a stack that a script changes; whatever it was not told it refuses. */
export class FakeEngine implements StackSource {
  readonly clock: FakeClock;
  state: { services: ServiceView[]; tasks: TaskView[] } = { services: [], tasks: [] };
  logs: Record<string, string[]> = {};
  refusals: Record<string, string> = {};
  probes: Record<string, string> = {};
  starts: Record<string, number> = {};
  /** Thrown by every look while set. */
  trouble: Error | undefined;
  /** Looks answer only after this, while it is set. */
  gate: Promise<void> | undefined;
  looks = 0;
  subscribed = false;
  readonly #queue: EngineEvent[] = [];
  #wake: (() => void) | undefined;
  #end: Error | undefined;

  constructor(clock: FakeClock) { this.clock = clock; }

  send(...events: EngineEvent[]): void { this.#queue.push(...events); this.#wake?.(); }
  breakEvents(error: Error): void { this.#end = error; this.#wake?.(); }

  now(): number { return this.clock.now(); }
  async *events(signal: AbortSignal): AsyncGenerator<EngineEvent> {
    this.subscribed = true;
    signal.addEventListener('abort', () => { this.subscribed = false; this.#wake?.(); });
    yield resync;
    while (!signal.aborted) {
      if (this.#end) throw this.#end;
      const next = this.#queue.shift();
      if (next) yield next;
      else await new Promise<void>(resolve => { this.#wake = resolve; });
    }
  }
  async services(asked: string): Promise<ServiceView[]> { this.#only(asked); this.looks++; await this.gate; return this.state.services; }
  async tasks(asked: string): Promise<TaskView[]> { this.#only(asked); return this.state.tasks; }
  async serviceLogs(asked: string, service: string, tail: number): Promise<string[]> { this.#only(asked); return (this.logs[service] ?? []).slice(-tail); }
  async registryRefusal(reference: string): Promise<string | undefined> { return this.#told(this.refusals, reference); }
  async lastProbe(asked: string, service: string): Promise<string | undefined> { this.#only(asked); return this.#told(this.probes, service); }
  async startedAt(container: string | { id: string }): Promise<number | undefined> { return this.starts[typeof container === 'string' ? container : container.id]; }

  #only(asked: string): void {
    if (!this.subscribed) throw new Error('looked before subscribing to events');
    if (asked !== stack) throw new Error(`asked for the stack ${asked}`);
    if (this.trouble) throw this.trouble;
  }
  #told(answers: Record<string, string>, key: string): string {
    const answer = answers[key];
    if (answer === undefined) throw new Error(`not told what to say about ${key}`);
    return answer;
  }
}

