/** A wait on a made-up engine, by a clock moved by hand; tells how it stands without being waited for. */
import { converge, type Converged, type Expectation } from '../../../harness/swarm/converge.ts';
import type { ConvergenceError } from '../../../harness/swarm/errors.ts';
import { aService, aTask, commit, FakeClock, FakeEngine, stack, zero } from './world.ts';

export class Wait {
  readonly clock = new FakeClock();
  readonly engine = new FakeEngine(this.clock);
  readonly notes: string[] = [];
  readonly attached: Record<string, string> = {};

  begin(more: Partial<Expectation> = {}): { outcome: { value?: Converged; error?: ConvergenceError }; promise: Promise<void> } {
    const outcome: { value?: Converged; error?: ConvergenceError } = {};
    const progress = {
      step: <T>(_: string, body: () => Promise<T>) => body(),
      note: (line: string) => void this.notes.push(line),
      attach: async (name: string, body: string | Buffer) => { this.attached[name] = String(body); },
    };
    const promise = converge(this.engine, { stack, identity: { commit }, ready: async () => undefined, since: zero, ...more }, progress, this.clock)
      .then(value => { outcome.value = value; }, (error: ConvergenceError) => { outcome.error = error; });
    return { outcome, promise };
  }

  /** The app runs, from the beginning. */
  up(): void {
    this.engine.state = { services: [aService('app')], tasks: [aTask('app', 'running', { since: zero + 900, createdAt: zero + 100 })] };
  }
}
