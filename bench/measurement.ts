/** What a measurement is, and what it hands back. */
import type { Target } from '../harness/settings/target.ts';
import type { Table } from './table.ts';

/** One number that the project cares about. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly aim?: string;
  /** Whether the aim was met; undefined where there is none. */
  readonly met?: boolean;
}

export interface Outcome {
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
}

/** What a measurement works with. */
export interface Bench {
  readonly target: Target;
  /** A line of the raw log, shown as well. */
  readonly log: (line: string) => void;
}

export interface Measurement {
  /** As in `npm run bench -- <name>`. */
  readonly name: string;
  readonly title: string;
  run(bench: Bench): Promise<Outcome>;
}

/** A figure with an upper bound. */
export function atMost(what: string, value: number, aim: number, unit: '' | ' s' | ' ms', detail = ''): Figure {
  const text = (number: number): string => unit === ' ms' ? number.toFixed(0) : number.toFixed(2);
  return { what, measured: `${text(value)}${unit}${detail}`, aim: `at most ${aim}${unit}`, met: value <= aim };
}
