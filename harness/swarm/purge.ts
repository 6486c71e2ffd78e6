/** Takes a stack off a server, exactly it and nothing else: can be called again at any moment, on whatever is left of it. */
import { HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { Bell } from './bell.ts';
import { seconds, systemClock } from './clock.ts';
import type { Engine } from './engine.ts';
import { isUnreachable, refusedWith } from './errors.ts';
import { leftovers, type Leftover, type LeftoverKind } from './leftovers.ts';
import { stackLabel } from './views.ts';

export interface PurgeOptions {
  readonly volumes: boolean;
  readonly secrets: boolean;
  readonly configs: boolean;
  /** How long swarm may take to let go of everything. */
  readonly deadlineMs?: number;
}

/** Tasks leave without an event of their own; what else remains rings. */
const tickMs = 250;
const lastTasksTickMs = 100;
const straggleMs = 60;

export async function purgeStack(engine: Engine, stack: string, options: PurgeOptions, progress: Progress): Promise<void> {
  const purge = new Purge(engine, stack, options);
  const begin = Date.now();
  if (await purge.run()) progress.note(`${stack}: ${purge.told()} removed (${seconds(Date.now() - begin)})`);
}

class Purge {
  readonly #engine: Engine;
  readonly #stack: string;
  readonly #deadlineMs: number;
  readonly #kinds: ReadonlySet<LeftoverKind>;
  readonly #refusals = new Map<string, string>();
  readonly #removed = new Map<LeftoverKind, Set<string>>();
  #onDeath: (id: string) => void = () => undefined;
  readonly #bell = new Bell(systemClock);

  constructor(engine: Engine, stack: string, options: PurgeOptions) {
    this.#engine = engine;
    this.#stack = stack;
    this.#deadlineMs = options.deadlineMs ?? 60_000;
    this.#kinds = new Set<LeftoverKind>([
      'service', 'task', 'container', 'network',
      ...(options.secrets ? ['secret' as const] : []), ...(options.configs ? ['config' as const] : []), ...(options.volumes ? ['volume' as const] : []),
    ]);
  }

  told(): string {
    return [...this.#removed].map(([kind, names]) => `${names.size} ${kind}${names.size > 1 ? 's' : ''}`).join(', ');
  }

  /** True when there was anything to remove. */
  async run(): Promise<boolean> {
    let left = await this.#left();
    if (left.length === 0) return false;
    const end = new AbortController();
    let listening: Promise<void> | undefined;
    await new Promise<void>(subscribed => { listening = this.#listen(end.signal, subscribed); });
    const endsAt = Date.now() + this.#deadlineMs;
    try {
      while (left.length > 0) {
        await this.#removeOnce(left);
        left = await this.#left();
        if (left.length === 0) break;
        if (Date.now() >= endsAt) throw this.#incomplete(left);
        const tick = left.every(({ kind }) => kind === 'task') ? lastTasksTickMs : tickMs;
        await this.#bell.wait(Math.min(endsAt, Date.now() + tick));
        left = await this.#left();
      }
    } finally {
      end.abort();
      await listening;
    }
    return true;
  }

  async #left(): Promise<Leftover[]> {
    return (await leftovers(this.#engine, this.#stack)).filter(({ kind }) => this.#kinds.has(kind));
  }

  /**
   * Containers are ended just before their services go: an agent that is told to remove a task sleeps for two seconds before it stops the
   * container, unless it has seen that end by itself. Swarm has no time to replace them in between.
   */
  async #removeOnce(left: readonly Leftover[]): Promise<void> {
    const { docker } = this.#engine;
    const all = (kind: LeftoverKind, remove: (thing: Leftover) => Promise<unknown>) =>
      Promise.all(left.filter(thing => thing.kind === kind).map(thing => this.#remove(thing, () => remove(thing))));
    const ending = left.some(({ kind }) => kind === 'service') ? all('container', ({ id }) => docker.getContainer(id).kill()) : undefined;
    // The engine answers a kill only after it has cleaned up; the death itself is told at once.
    if (ending) await Promise.race([ending, this.#deathsOf(left.filter(({ kind }) => kind === 'container'))]);
    await Promise.all([
      ending,
      all('service', ({ id }) => docker.getService(id).remove()),
      all('container', ({ id }) => docker.getContainer(id).remove({ force: true, v: true })),
    ]);
    await Promise.all([
      all('secret', ({ id }) => docker.getSecret(id).remove()),
      all('config', ({ id }) => docker.getConfig(id).remove()),
      all('volume', ({ name }) => docker.getVolume(name).remove()),
      all('network', ({ id }) => docker.getNetwork(id).remove()),
    ]);
  }

  async #remove(thing: Leftover, remove: () => Promise<unknown>): Promise<void> {
    try {
      await this.#engine.ask(`remove the ${thing.kind} ${thing.name}`, remove);
      // Counted once, though a container is ended and removed.
      this.#removed.set(thing.kind, (this.#removed.get(thing.kind) ?? new Set()).add(thing.id));
      this.#refusals.delete(thing.id);
    } catch (error) {
      // Gone already, or still held by a task that is on its way out: the next look tells.
      if (isUnreachable(error) || refusedWith(error) === undefined) throw error;
      if (refusedWith(error) !== 404) this.#refusals.set(thing.id, (error as HarnessError).detail ?? '');
    }
  }

  /** Resolves when each of these containers was heard to die, or a moment after the first: by then swarm would replace it. */
  #deathsOf(containers: readonly Leftover[]): Promise<void> {
    const alive = new Set(containers.map(({ id }) => id));
    return new Promise(resolve => {
      this.#onDeath = id => {
        if (alive.delete(id)) systemClock.after(alive.size === 0 ? 0 : straggleMs, resolve);
      };
    });
  }

  async #listen(signal: AbortSignal, subscribed: () => void): Promise<void> {
    try {
      for await (const event of this.#engine.events(signal)) {
        if (event.kind === 'resync') subscribed();
        if (event.action === 'die') this.#onDeath(event.id);
        const { attributes } = event;
        const ours = attributes[stackLabel] === this.#stack || (attributes['name'] ?? event.id).startsWith(`${this.#stack}_`) || event.id.startsWith(`${this.#stack}_`);
        if (ours && ['create', 'destroy', 'remove', 'disconnect', 'unmount', 'die'].includes(event.action)) this.#bell.ring();
      }
    } catch {
      // The looks go on by the tick, and say it if the engine is gone.
    } finally {
      subscribed();
    }
  }

  #incomplete(left: readonly Leftover[]): HarnessError {
    const names = left.map(({ kind, name, id }) => `  ${kind} ${name}${this.#refusals.has(id) ? `: ${this.#refusals.get(id) ?? ''}` : ''}`);
    return new PurgeIncompleteError(left, {
      code: 'ERR_PURGE_INCOMPLETE', fault: 'environment', message: `Still there of ${this.#stack} after ${seconds(this.#deadlineMs)}: ${left.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.`,
      wayOut: 'Look at what holds them; then run the teardown again, it takes up where it stopped.', detail: names.join('\n'), facts: { stack: this.#stack, left },
    });
  }
}

/** Something withstood; what, stands in its field by name. */
export class PurgeIncompleteError extends HarnessError {
  readonly left: readonly Leftover[];

  constructor(left: readonly Leftover[], init: ConstructorParameters<typeof HarnessError>[0]) {
    super(init);
    this.left = left;
  }
}
