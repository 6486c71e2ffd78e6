/** How much of the node's memory stacks use: looked at while they run, and the most of it remembered. */
import { systemClock, type Clock } from './clock.ts';
import type { Container } from './views.ts';

/** Bytes. */
export interface MemoryPeak {
  /** The most that all services used at one look. */
  readonly total: number;
  /** The most that each used, at whichever look. */
  readonly services: Readonly<Record<string, number>>;
}

/** What is asked of the engine. */
export interface MemorySource {
  running(): Promise<Container[]>;
  /** Undefined where the container is gone. */
  memoryOf(container: Container): Promise<number | undefined>;
}

const everyMs = 1_000;

export class MemoryWatch {
  readonly #source: MemorySource;
  readonly #stacks: () => ReadonlySet<string>;
  readonly #clock: Clock;
  readonly #peaks = new Map<string, MemoryPeak>();
  #cancel: () => void = () => undefined;
  #stopped = false;

  /** @param stacks those that are watched, asked anew at each look */
  constructor(source: MemorySource, stacks: () => ReadonlySet<string>, clock: Clock = systemClock) {
    this.#source = source;
    this.#stacks = stacks;
    this.#clock = clock;
  }

  start(): void {
    this.#cancel = this.#clock.after(everyMs, () => {
      // A look that fails shows nothing: what the engine does not tell is no fault of the recipe, and others meet it too.
      void this.look().catch(() => undefined).finally(() => this.#stopped || this.start());
    });
  }

  /** Ends the looking, and gives what was seen, by stack. A look under way is not waited for: its engine may be silent for long. */
  stop(): ReadonlyMap<string, MemoryPeak> {
    this.#stopped = true;
    this.#cancel();
    return new Map(this.#peaks);
  }

  /** One look at all that runs now. */
  async look(): Promise<void> {
    const stacks = this.#stacks();
    if (stacks.size === 0) return;
    const now = new Map<string, Record<string, number>>();
    for (const container of await this.#source.running()) {
      const { stack = '', service = container.name } = container;
      if (!stacks.has(stack)) continue;
      const bytes = await this.#source.memoryOf(container);
      const services = now.get(stack) ?? {};
      // Two containers of one service: while it is replaced, or as replicas.
      if (bytes !== undefined) now.set(stack, { ...services, [service]: (services[service] ?? 0) + bytes });
    }
    for (const [stack, services] of now) this.#peaks.set(stack, higher(this.#peaks.get(stack), services));
  }
}

function higher(before: MemoryPeak | undefined, now: Readonly<Record<string, number>>): MemoryPeak {
  const services = { ...before?.services };
  for (const [service, bytes] of Object.entries(now)) services[service] = Math.max(services[service] ?? 0, bytes);
  return { total: Math.max(before?.total ?? 0, Object.values(now).reduce((sum, bytes) => sum + bytes, 0)), services };
}

/** As `docker stats` counts: what the kernel could drop at once, pages of files that lie idle, is not used. */
export function usedBytes({ usage, stats }: { usage?: number; stats?: Readonly<Record<string, number>> }): number | undefined {
  if (usage === undefined) return undefined;
  return Math.max(0, usage - (stats?.['inactive_file'] ?? stats?.['total_inactive_file'] ?? 0));
}
