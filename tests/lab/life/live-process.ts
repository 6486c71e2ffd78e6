/** A process that a test watches line by line, and ends when and how it likes. */
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export class LiveProcess {
  readonly lines: string[] = [];
  readonly child: ChildProcess;
  /** The exit code; null when a signal has ended it. */
  readonly exited: Promise<number | null>;
  #waiting: (() => void)[] = [];

  /** Starts it in a process group of its own, as a terminal or a CI step would. */
  constructor(file: string, args: readonly string[], options: SpawnOptions) {
    this.child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', line => this.#take(line));
    }
    this.exited = once(this.child, 'close').then(([code]) => {
      this.#wake();
      return code as number | null;
    });
  }

  get output(): string {
    return this.lines.join('\n');
  }

  /** Resolves with the first line that matches, of those to come and those that have come. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.lines.find(line => pattern.test(line));
      if (found !== undefined) return found;
      if (this.#ended) throw new Error(`ended without ${pattern.source}:\n${this.output}`);
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
  }

  /** Ends it from outside: the process alone, or its whole group as a terminal or a CI step does. */
  strike(signal: NodeJS.Signals, whom: 'runner' | 'group'): void {
    const { pid } = this.child;
    if (pid === undefined || this.#ended) return;
    process.kill(whom === 'group' ? -pid : pid, signal);
  }

  get #ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  #take(line: string): void {
    this.lines.push(line);
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
