/** Waits until a stack is up, healthy, of the version under test and answering; or says at once why it never will. */
import type { Progress } from '../progress.ts';
import { Bell } from './bell.ts';
import { seconds, systemClock, type Clock } from './clock.ts';
import { derivedDeadline, type Deadline } from './deadline.ts';
import type { Engine } from './engine.ts';
import { ConvergenceError, isUnreachable, refusedWith } from './errors.ts';
import { eventPatienceMs } from './events.ts';
import { engineWasAway, excuses, lateError, notReadyError, verdictError, type Scene } from './failure.ts';
import { checkExpectation, matchIdentity, type IdentityExpectation } from './identity.ts';
import { judge, type Judgement } from './judge.ts';
import { Narrator } from './narrator.ts';
import { stagesOf, type ServiceStages } from './stages.ts';
import { newestOf, type StackState } from './standing.ts';
import { Witness } from './witness.ts';

export interface Expectation {
  readonly stack: string;
  readonly identity: IdentityExpectation;
  /** Names that the compose file gives: all must be there, others are not judged. */
  readonly services?: readonly string[];
  /** Resolves when the ingress answers as it should; throws with the last answer. Given up when the signal aborts. */
  ready(signal: AbortSignal): Promise<void>;
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

/** Rejected and pending tasks make no event. */
const tickMs = 500;
/** Node updates come in bursts while a task is rejected again and again. */
const burstMs = 100;
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

/** A question through the ingress that is under way or answered. */
interface Question {
  readonly end: AbortController;
  /** Our clock. */
  readonly since: number;
  outcome?: 'answered' | { readonly error: unknown };
}

class Convergence {
  readonly #engine: StackSource;
  readonly #about: Expectation;
  readonly #progress: Progress;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #witness: Witness;
  readonly #bell: Bell;
  readonly #narrator: Narrator;
  /** Engine's clock: the zero of the times told, and the moment before which nothing counts. */
  readonly #zero: number;
  readonly #since: number;
  /** Our clock. */
  readonly #begin: number;
  #quietSince: number;
  #names = '';
  #broken: Error | undefined;
  #silentSince: number | undefined;
  /** The engine went away meanwhile and came back: what it ended on its way was not the recipe's doing. */
  #wasAway = false;
  #question: Question | undefined;
  #last: { readonly state: StackState; readonly at: number } | undefined;
  /** Something was heard since the last look. */
  #stale = true;

  constructor(engine: StackSource, about: Expectation, progress: Progress, clock: Clock, signal: AbortSignal) {
    this.#engine = engine;
    this.#about = about;
    this.#progress = progress;
    this.#clock = clock;
    this.#signal = signal;
    this.#witness = new Witness(about.stack);
    this.#bell = new Bell(clock);
    this.#begin = clock.now();
    this.#zero = about.since ?? engine.now();
    this.#since = about.since ?? engine.now() - recentMs;
    this.#quietSince = engine.now();
    this.#narrator = new Narrator(line => progress.note(line), this.#begin);
    signal.addEventListener('abort', () => this.#question?.end.abort());
  }

  async run(): Promise<Converged> {
    try {
      return await this.#untilSettled();
    } catch (error) {
      throw this.#wasAway && error instanceof ConvergenceError && error.fault === 'recipe' ? engineWasAway(this.#about.stack, error) : error;
    }
  }

  async #untilSettled(): Promise<Converged> {
    void this.#listen();
    // Nothing is looked at before the engine's events are subscribed to, so that no change falls in between.
    await this.#bell.wait(Number.POSITIVE_INFINITY);
    for (;;) {
      if (this.#broken !== undefined) throw this.#broken;
      const state = this.#unchanged() ?? await this.#look();
      const done = state && await this.#consider(state);
      if (done) return done;
      if (!state) await this.#bell.wait(this.#clock.now() + tickMs);
    }
  }

  async #listen(): Promise<void> {
    try {
      for await (const event of this.#engine.events(this.#signal, this.#since)) {
        const matters = this.#witness.hear(event);
        if (matters === 'no') continue;
        this.#stale = true;
        this.#foresee();
        this.#bell.ring(this.#clock.now() + (matters === 'soon' ? burstMs : 0));
      }
    } catch (error) {
      this.#broken = error instanceof Error ? error : new Error(String(error));
      this.#bell.ring();
    }
  }

  /** The event that was waited for settles the stack as it was last seen: asks already while the look is under way that confirms it. */
  #foresee(): void {
    const state = this.#last && { ...this.#last.state, now: this.#engine.now(), sights: this.#witness.sights };
    const judgement = state && this.#judge(state);
    if (judgement?.kind === 'settled') this.#ask(judgement, this.#clock.now());
  }

  /** The last look, where the answer came before anything else did: it need not be repeated. */
  #unchanged(): StackState | undefined {
    const answered = this.#question?.outcome === 'answered';
    return answered && !this.#stale && this.#last && this.#clock.now() - this.#last.at < tickMs ? this.#last.state : undefined;
  }

  /** Undefined while the engine does not answer; its event stream decides for how long that may be. */
  async #look(): Promise<StackState | undefined> {
    try {
      const { stack } = this.#about;
      this.#stale = false;
      const [services, tasks] = await Promise.all([this.#engine.services(stack), this.#engine.tasks(stack)]);
      this.#witness.look(services, tasks);
      if (this.#silentSince !== undefined) {
        this.#wasAway = true;
        this.#narrator.news('the engine answers again', this.#clock.now());
      }
      this.#silentSince = undefined;
      const state = { stack, now: this.#engine.now(), services, tasks, sights: this.#witness.sights, deaths: this.#witness.deaths };
      this.#last = { state, at: this.#clock.now() };
      return state;
    } catch (error) {
      const now = this.#clock.now();
      // 503: it is up again, and its swarm has no leader yet.
      const starting = refusedWith(error) === 503 && now - (this.#silentSince ?? now) < eventPatienceMs;
      if (!isUnreachable(error) && !starting) throw error;
      if (this.#silentSince === undefined) this.#narrator.news('the engine does not answer', now);
      this.#silentSince ??= now;
      return undefined;
    }
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

    const asked = this.#ask(judgement, now);
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

  /** Asks through the ingress while the stack is settled, and takes the question back when it is no longer. */
  #ask(judgement: Judgement, now: number): Question | undefined {
    if (judgement.kind !== 'settled') {
      this.#question?.end.abort();
      this.#question = undefined;
      return undefined;
    }
    if (this.#question) return this.#question;
    const question: Question = { end: new AbortController(), since: now };
    this.#question = question;
    const finish = (outcome: 'answered' | { error: unknown }) => { question.outcome = outcome; this.#bell.ring(); };
    void Promise.resolve().then(() => this.#about.ready(question.end.signal)).then(() => finish('answered'), (error: unknown) => finish({ error }));
    return question;
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

