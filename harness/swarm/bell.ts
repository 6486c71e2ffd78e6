/** Wakes one waiter: at once when rung, at the latest at the hour given. What rings while nobody waits is not lost. */
import type { Clock } from './clock.ts';

export class Bell {
  readonly #clock: Clock;
  #rungAt = Number.POSITIVE_INFINITY;
  #wake: (() => void) | undefined;
  #cancel: (() => void) | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks for a look now, or not later than `at`: several wishes become one look. */
  ring(at = this.#clock.now()): void {
    this.#rungAt = Math.min(this.#rungAt, at);
    if (this.#wake && this.#rungAt < this.#wakesAt) this.#arm(this.#rungAt);
  }

  /** Resolves when rung or at `latest` (ms since the epoch), whichever comes first. */
  wait(latest: number): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
      this.#arm(Math.min(latest, this.#rungAt));
    });
  }

  #arm(at: number): void {
    this.#cancel?.();
    this.#wakesAt = at;
    const left = at - this.#clock.now();
    if (left <= 0) return this.#done();
    this.#cancel = Number.isFinite(left) ? this.#clock.after(left, () => this.#done()) : undefined;
  }

  #done(): void {
    const wake = this.#wake;
    this.#cancel?.();
    this.#wake = this.#cancel = undefined;
    this.#rungAt = this.#wakesAt = Number.POSITIVE_INFINITY;
    wake?.();
  }
}
