/** Tells a convergence as a story: only what changed, with how long it took, and now and then since when nothing did. */
import { seconds } from './clock.ts';
import type { Standing } from './standing.ts';

const firstBeatMs = 10_000;

export class Narrator {
  readonly #note: (line: string) => void;
  readonly #known = new Map<string, { word: string; at: number }>();
  #lastNews: number;
  #beat = firstBeatMs;

  constructor(note: (line: string) => void, now: number) {
    this.#note = note;
    this.#lastNews = now;
  }

  /** When to come back for a heartbeat if nothing changes until then. */
  get nextBeatAt(): number {
    return this.#lastNews + this.#beat;
  }

  tell(standings: readonly Standing[], now: number): void {
    for (const { service, word } of standings) {
      const before = this.#known.get(service.name);
      if (before?.word === word) continue;
      this.#known.set(service.name, { word, at: now });
      this.news(before ? `${service.name}: ${before.word} → ${word} (${seconds(now - before.at)})` : `${service.name}: ${word}`, now);
    }
  }

  /** Anything else worth a line. */
  news(line: string, now: number): void {
    this.#note(line);
    this.#lastNews = now;
    this.#beat = firstBeatMs;
  }

  /** At 10, 20, 40… seconds of silence: who is waited for, since when, and how long that may go on. */
  beat(standings: readonly Standing[], now: number, untilMs: number): void {
    if (now < this.nextBeatAt) return;
    const waiting = standings.filter(standing => !standing.settled).map(({ service, word }) => {
      const at = this.#known.get(service.name)?.at ?? now;
      return `${service.name} ${word} for ${seconds(now - at)}`;
    });
    this.#note(`still waiting: ${waiting.join(', ') || 'the app to answer'}; at most ${seconds(Math.max(0, untilMs - now))} more`);
    this.#beat *= 2;
  }
}
