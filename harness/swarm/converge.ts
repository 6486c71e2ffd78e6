/** Waits until a stack is up, healthy, of the version under test and answering; or says at once why it never will. */
import type { Progress } from '../progress.ts';
import { Bell } from './bell.ts';
import { seconds, systemClock, type Clock } from './clock.ts';
import { derivedDeadline, type Deadline } from './deadline.ts';
import type { Engine } from './engine.ts';
import { ConvergenceError } from './errors.ts';
import { engineWasAway, excuses, lateError, mayBeOfRestart, notReadyError, verdictError, type Scene } from './failure.ts';
import { checkExpectation, matchIdentity, type IdentityExpectation } from './identity.ts';
import { judge, type Judgement } from './judge.ts';
import { Narrator } from './narrator.ts';
import { Asking } from './question.ts';
import { stagesOf, type ServiceStages } from './stages.ts';
import { newestOf, type StackState } from './standing.ts';
import type { ServiceView } from './views.ts';
import { tickMs, Watch } from './watch.ts';

export interface Expectation {
  readonly stack: string;
  readonly identity: IdentityExpectation;
  /** Names that the compose file gives: all must be there, others are not judged. */
  readonly services?: readonly string[];
  /** Resolves when the ingress answers as it should; throws with the last answer. Given up when the signal aborts; `services` as they were seen to settle. */
  ready(signal: AbortSignal, services: readonly ServiceView[]): Promise<void>;
  /** Instead of the derived deadline; needs a reason. */
  readonly deadlineSeconds?: { readonly value: number; readonly reason: string };
  /** Engine's clock (`engine.now()`) before the deploy: deaths and updates before it belong to another one. Half a minute ago when not given. */
  readonly since?: number;
}

export interface Converged {
  readonly stack: string;
  /** Value of the label that proves the version. */
  readonly identity: string;
  readonly services: readonly ServiceStages[];
  /** From the begin of the deploy (`since`, else the begin of the wait) to the last service settled, and to the answer through the ingress. */
  readonly settledMs: number;
  readonly readyMs: number;
  readonly deadline: Deadline;
}

/** What convergence needs of an engine. */
export type StackSource = Pick<Engine, 'events' | 'services' | 'tasks' | 'serviceLogs' | 'registryRefusal' | 'lastProbe' | 'now' | 'startedAt'>;

/** A deploy that returned just now began within this. */
const recentMs = 30_000;
/** Readiness has a deadline of its own, and better words; this only ends a question that has forgotten it. */
const forgottenMs = 180_000;

export async function converge(engine: StackSource, expectation: Expectation, progress: Progress, clock: Clock = systemClock): Promise<Converged> {
  checkExpectation(expectation.identity);
  const end = new AbortController();
  try {
    return await new Convergence(engine, expectation, progress, clock, end.signal).run();
  } finally {
    end.abort();
  }
}

class Convergence {
  readonly #engine: StackSource;
  readonly #about: Expectation;
  readonly #progress: Progress;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #bell: Bell;
  readonly #narrator: Narrator;
  readonly #watch: Watch;
  readonly #asking: Asking;
  /** Engine's clock: the zero of the times told, and the moment before which nothing counts. */
  readonly #zero: number;
  readonly #since: number;
  /** Our clock. */
  readonly #begin: number;
  #quietSince: number;
  #names = '';

  constructor(engine: StackSource, about: Expectation, progress: Progress, clock: Clock, signal: AbortSignal) {
    this.#engine = engine;
    this.#about = about;
    this.#progress = progress;
    this.#clock = clock;
    this.#signal = signal;
    this.#bell = new Bell(clock);
    this.#begin = clock.now();
    this.#zero = about.since ?? engine.now();
    this.#since = about.since ?? engine.now() - recentMs;
    this.#quietSince = engine.now();
    this.#narrator = new Narrator(line => progress.note(line), this.#begin);
    this.#watch = new Watch({ engine, stack: about.stack, clock, bell: this.#bell, narrator: this.#narrator });
    this.#asking = new Asking((answered, services) => about.ready(answered, services), this.#bell);
    signal.addEventListener('abort', () => this.#asking.takeBack());
  }

  async run(): Promise<Converged> {
    try {
      return await this.#untilSettled();
    } catch (error) {
      const excused = this.#watch.wasAway && error instanceof ConvergenceError && mayBeOfRestart(error, service => this.#watch.diedAnew(service));
      throw excused ? engineWasAway(this.#about.stack, error) : error;
    }
  }

  async #untilSettled(): Promise<Converged> {
    void this.#watch.listen(this.#signal, this.#since, state => this.#foresee(state));
    // Nothing is looked at before the engine's events are subscribed to, so that no change falls in between.
    await this.#bell.wait(Number.POSITIVE_INFINITY);
    for (;;) {
      this.#watch.requireHearing();
      // Where the answer came before anything else did, the look before it need not be repeated.
      const state = (this.#asking.answered ? this.#watch.unchanged() : undefined) ?? await this.#watch.look();
      const done = state && await this.#consider(state);
      if (done) return done;
      if (!state) await this.#bell.wait(this.#clock.now() + tickMs);
    }
  }

  /** The event that was waited for settles the stack as it was last seen: asks already while the look is under way that confirms it. */
  #foresee(state: StackState): void {
    const judgement = this.#judge(state);
    if (judgement.kind === 'settled') this.#asking.ask(this.#clock.now(), state.services);
  }

  async #consider(state: StackState): Promise<Converged | undefined> {
    const judgement = this.#judge(state);
    const now = this.#clock.now();
    const deadline = this.#deadline(state);
    this.#narrator.tell(judgement.standings, now);
    const scene: Scene = { engine: this.#engine, progress: this.#progress, stack: state.stack, standings: judgement.standings };

    let recheckAt = Number.POSITIVE_INFINITY;
    if (judgement.kind === 'hopeless') {
      const until = await excuses(judgement.verdict, scene, state.now);
      if (until === undefined) throw await verdictError(judgement.verdict, scene);
      recheckAt = now + until - state.now;
    }
    if (judgement.kind === 'waiting' && judgement.recheckAt !== undefined) recheckAt = now + Math.max(0, judgement.recheckAt - state.now);

    if (judgement.kind !== 'settled') this.#asking.takeBack();
    const asked = judgement.kind === 'settled' ? this.#asking.ask(now, state.services) : undefined;
    if (asked?.outcome === 'answered') return this.#converged(state, deadline);
    if (asked?.outcome) throw await notReadyError(asked.outcome.error, scene);

    const endsAt = Math.max(this.#begin + deadline.ms, asked ? asked.since + deadline.ms + forgottenMs : 0);
    if (now >= endsAt) throw await lateError(judgement, deadline, scene);
    this.#narrator.beat(judgement.standings, now, endsAt);
    await this.#bell.wait(Math.min(now + tickMs, recheckAt, endsAt, this.#narrator.nextBeatAt));
    return undefined;
  }

  #judge(state: StackState): Judgement {
    const names = state.services.map(service => service.id).sort().join();
    if (names !== this.#names) this.#quietSince = state.now;
    this.#names = names;
    return judge(state, { identity: this.#about.identity, expected: this.#about.services, since: this.#since, quietSince: this.#quietSince });
  }

  #deadline(state: StackState): Deadline {
    const own = this.#about.deadlineSeconds;
    return own ? { ms: own.value * 1000, reason: own.reason } : derivedDeadline(state.stack, state.services);
  }

  async #converged(state: StackState, deadline: Deadline): Promise<Converged> {
    const { stack, identity } = this.#about;
    const readyMs = this.#engine.now() - this.#zero;
    const services = stagesOf(state, this.#zero, await this.#unseenStarts(state));
    const value = matchIdentity(stack, state.services, identity).value ?? '';
    this.#narrator.news(`${stack} answers, at ${value}, after ${seconds(this.#clock.now() - this.#begin)}`, this.#clock.now());
    return { stack, identity: value, services, settledMs: Math.max(0, ...services.map(each => each.settled ?? 0)), readyMs: Math.round(readyMs), deadline };
  }

  /** Containers that started before the events were listened to. */
  async #unseenStarts(state: StackState): Promise<Map<string, number>> {
    const newest = [...Map.groupBy(state.tasks, task => task.serviceId).values()].map(newestOf);
    const unseen = newest.filter(task => task.containerId && state.sights.get(task.id)?.startedAt === undefined).map(task => task.containerId ?? '');
    const found = await Promise.all(unseen.map(async id => [id, await this.#engine.startedAt(id)] as const));
    return new Map(found.filter((pair): pair is [string, number] => pair[1] !== undefined));
  }
}

