/** A stack under watch: looked at when something was heard of it, and on ticks for what is silent; an engine that is away is told once. */
import type { Bell } from './bell.ts';
import type { Clock } from './clock.ts';
import type { Engine } from './engine.ts';
import { isUnreachable, refusedWith } from './errors.ts';
import { eventPatienceMs } from './events.ts';
import type { Narrator } from './narrator.ts';
import type { StackState } from './standing.ts';
import { Witness } from './witness.ts';

/** Rejected and pending tasks make no event. */
export const tickMs = 500;
/** Node updates come in bursts while a task is rejected again and again. */
const burstMs = 100;

export interface Watched {
  readonly engine: Pick<Engine, 'events' | 'services' | 'tasks' | 'now'>;
  readonly stack: string;
  readonly clock: Clock;
  readonly bell: Bell;
  readonly narrator: Narrator;
}

export class Watch {
  readonly #about: Watched;
  readonly #witness: Witness;
  #broken: Error | undefined;
  #silentSince: number | undefined;
  #backAt: number | undefined;
  #last: { readonly state: StackState; readonly at: number } | undefined;
  /** Something was heard since the last look. */
  #stale = true;

  constructor(about: Watched) {
    this.#about = about;
    this.#witness = new Witness(about.stack);
  }

  /** Rings the bell for whatever matters. @param heard called with the stack as it was last seen, and what was heard of it since */
  async listen(signal: AbortSignal, since: number, heard: (state: StackState) => void): Promise<void> {
    const { engine, bell, clock } = this.#about;
    try {
      for await (const event of engine.events(signal, since)) {
        const matters = this.#witness.hear(event);
        if (matters === 'no') continue;
        this.#stale = true;
        if (this.#last) heard({ ...this.#last.state, now: engine.now(), sights: this.#witness.sights });
        bell.ring(clock.now() + (matters === 'soon' ? burstMs : 0));
      }
    } catch (error) {
      this.#broken = error instanceof Error ? error : new Error(String(error));
      bell.ring();
    }
  }

  /** The engine did not answer meanwhile, and came back: it may have been started anew, and have ended what it ran. */
  get wasAway(): boolean {
    return this.#backAt !== undefined;
  }

  /** A container of the service has died that began only after the engine was back: not by its going away. */
  diedAnew(service: string): boolean {
    const { services, deaths } = this.#last?.state ?? { services: [], deaths: [] };
    const id = services.find(each => each.name === service)?.id;
    return deaths.some(death => death.serviceId === id && death.beganAt > (this.#backAt ?? Number.POSITIVE_INFINITY));
  }

  /** @throws what broke the event stream: without it nothing is known any more */
  requireHearing(): void {
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** The last look, where nothing was heard since and no tick is due. */
  unchanged(): StackState | undefined {
    return !this.#stale && this.#last && this.#about.clock.now() - this.#last.at < tickMs ? this.#last.state : undefined;
  }

  /** Undefined while the engine does not answer; its event stream decides for how long that may be. */
  async look(): Promise<StackState | undefined> {
    const { engine, stack, clock, narrator } = this.#about;
    try {
      this.#stale = false;
      const [services, tasks] = await Promise.all([engine.services(stack), engine.tasks(stack)]);
      this.#witness.look(services, tasks);
      if (this.#silentSince !== undefined) {
        this.#backAt = engine.now();
        narrator.news('the engine answers again', clock.now());
      }
      this.#silentSince = undefined;
      const state = { stack, now: engine.now(), services, tasks, sights: this.#witness.sights, deaths: this.#witness.deaths };
      this.#last = { state, at: clock.now() };
      return state;
    } catch (error) {
      const now = clock.now();
      // 503: it is up again, and its swarm has no leader yet.
      const starting = refusedWith(error) === 503 && now - (this.#silentSince ?? now) < eventPatienceMs;
      if (!isUnreachable(error) && !starting) throw error;
      if (this.#silentSince === undefined) narrator.news('the engine does not answer', now);
      this.#silentSince ??= now;
      return undefined;
    }
  }
}
