/** The server's engine, reached as abra reaches it: by a docker context that bears the server's name. */
import { join } from 'node:path';
import { Fatal } from '../fatal.ts';
import { attach, capture, type Captured } from '../process.ts';

/** Debian's client: a newer one may come first on PATH and speak a newer interface than the lab's engine. */
const client = '/usr/bin/docker';

export interface DockerOptions {
  input?: string;
  cwd?: string;
  /** What `stack deploy` fills compose files in with. */
  variables?: Record<string, string>;
}

export class Docker {
  readonly server: string;
  readonly #config: string;

  private constructor(server: string, config: string) {
    this.server = server;
    this.#config = config;
  }

  /** The caller's `DOCKER_CONFIG` knows the contexts; where it names none, the lab's own does. */
  static async of(server: string): Promise<Docker> {
    const given = process.env['DOCKER_CONFIG'];
    if (given) return new Docker(server, given);
    const { readLab } = await import('../../state.ts');
    return new Docker(server, join(readLab().folder, 'docker-config'));
  }

  /** Runs one docker command; a failure ends this command with docker's words. */
  async run(args: readonly string[], options: DockerOptions = {}): Promise<string> {
    const result = await this.try(args, options);
    if (result.status !== 0) throw new Fatal(complaint(result));
    return result.stdout;
  }

  /** Runs one docker command whose failure the caller judges. */
  try(args: readonly string[], options: DockerOptions = {}): Promise<Captured> {
    return capture(client, this.#args(args), {
      env: this.#environment(options.variables),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  }

  /** Runs docker on this command's own terminal. */
  attach(args: readonly string[]): Promise<number> {
    return attach(client, this.#args(args), { env: this.#environment() });
  }

  /** The words of an output that lists one thing a line. */
  async lines(args: readonly string[]): Promise<string[]> {
    return (await this.run(args)).split('\n').filter((line) => line !== '');
  }

  /** Inspects many objects in one call; those that are gone meanwhile are left out. */
  async inspect<T>(kind: 'service' | 'container' | 'task', ids: readonly string[]): Promise<T[]> {
    if (ids.length === 0) return [];
    const found = await this.try(kind === 'task' ? ['inspect', '--type', 'task', ...ids] : [kind, 'inspect', ...ids]);
    if (found.status !== 0 && !/no such/i.test(found.stderr)) throw new Fatal(complaint(found));
    return JSON.parse(found.stdout || '[]') as T[];
  }

  /** What to spawn where the output is followed rather than read whole. */
  command(args: readonly string[]): { command: string; args: string[]; env: NodeJS.ProcessEnv } {
    return { command: client, args: this.#args(args), env: this.#environment() };
  }

  #args(args: readonly string[]): string[] {
    return ['--context', this.server, ...args];
  }

  #environment(variables: Record<string, string> = {}): NodeJS.ProcessEnv {
    // The operator's own variables must not fill in compose files; docker's ssh needs some of them.
    const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|USER|TERM|TMPDIR|SSH_\w+)$/.test(name));
    return { ...variables, ...Object.fromEntries(kept), DOCKER_CONFIG: this.#config };
  }
}

function complaint(result: Captured): string {
  const text = result.stderr.trim() || result.stdout.trim() || `docker ended with status ${result.status}`;
  return text.replace(/^Error response from daemon: /gm, '').replace(/^Error: /, '');
}
