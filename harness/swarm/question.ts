/** The question through the ingress: asked while the stack is settled, taken back when it is no longer. */
import type { Bell } from './bell.ts';
import type { ServiceView } from './views.ts';

export interface Question {
  readonly end: AbortController;
  /** Our clock. */
  readonly since: number;
  outcome?: 'answered' | { readonly error: unknown };
}

/** Asks, knowing the services that settled; given up when the signal aborts. */
export type Ready = (signal: AbortSignal, services: readonly ServiceView[]) => Promise<void>;

export class Asking {
  readonly #ready: Ready;
  readonly #bell: Bell;
  #question: Question | undefined;

  /** @param ready resolves when the answer is as it should be; the bell is rung at its end */
  constructor(ready: Ready, bell: Bell) {
    this.#ready = ready;
    this.#bell = bell;
  }

  get answered(): boolean {
    return this.#question?.outcome === 'answered';
  }

  /** The question under way, or a new one. */
  ask(now: number, services: readonly ServiceView[]): Question {
    if (this.#question) return this.#question;
    const question: Question = { end: new AbortController(), since: now };
    this.#question = question;
    const finish = (outcome: 'answered' | { error: unknown }) => { question.outcome = outcome; this.#bell.ring(); };
    void Promise.resolve().then(() => this.#ready(question.end.signal, services)).then(() => finish('answered'), (error: unknown) => finish({ error }));
    return question;
  }

  takeBack(): void {
    this.#question?.end.abort();
    this.#question = undefined;
  }
}
