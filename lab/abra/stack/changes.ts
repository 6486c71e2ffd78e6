/** Wakes a wait when the engine says that something changed; a slow tick covers what has no event. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Docker } from './docker.ts';

const events = ['update', 'health_status', 'start', 'die', 'destroy'];

export class Changes implements Disposable {
  readonly #child: ChildProcess;
  #pending = false;
  #wake: (() => void) | undefined;

  /** Follows the server's events until disposed. */
  constructor(docker: Docker) {
    const filters = events.flatMap((event) => ['--filter', `event=${event}`]);
    const { command, args, env } = docker.command(['events', '--format', '{{.Action}}', ...filters]);
    this.#child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    // Without events the tick alone must do.
    this.#child.on('error', () => undefined);
    this.#child.stdout?.on('data', () => {
      this.#pending = true;
      this.#wake?.();
    });
  }

  /** Resolves at the next change, or after so many milliseconds at the latest. */
  async next(tick: number): Promise<void> {
    if (!this.#pending) {
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, tick);
        this.#wake = () => {
          clearTimeout(timer);
          wake();
        };
      });
    }
    this.#wake = undefined;
    this.#pending = false;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
