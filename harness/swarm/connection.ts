/** The connection to an engine: requests whose failures are errors of ours, the engine's clock, and what it says of itself. */
import type Dockerode from 'dockerode';
import { dial, type Dialled } from './endpoint.ts';
import { engineError } from './errors.ts';
import { instant } from './raw.ts';

export interface NodeFacts {
  readonly name: string;
  readonly memory: number;
  readonly cpus: number;
  readonly engineVersion: string;
  /** Nodes of the swarm; 0 outside one. */
  readonly nodes: number;
  /** True when this engine may be asked about services. */
  readonly manager: boolean;
}

interface RawInfo { Name?: string; MemTotal?: number; NCPU?: number; ServerVersion?: string; SystemTime?: string; Swarm?: { Nodes?: number; ControlAvailable?: boolean } }

export class Connection {
  readonly endpoint: string;
  /** The escape hatch. */
  readonly docker: Dockerode;
  readonly #dialled: Dialled;
  /** Engine's clock minus ours, in ms. */
  #offset = 0;
  #version = '';

  protected constructor(endpoint: string) {
    this.endpoint = endpoint;
    this.#dialled = dial(endpoint);
    this.docker = this.#dialled.docker;
  }

  /** Runs a request; every failure becomes an error of ours, `doing` says of what. */
  async ask<T>(doing: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw engineError(error, this.endpoint, doing);
    }
  }

  /** The server's own version, as it said when it was dialled. */
  get version(): string {
    return this.#version;
  }

  close(): void {
    this.#dialled.agent.destroy();
  }

  async info(): Promise<RawInfo> {
    return this.ask('tell about itself', () => this.docker.info() as Promise<RawInfo>);
  }

  async node(): Promise<NodeFacts> {
    const info = await this.info();
    return {
      name: info.Name ?? '', memory: info.MemTotal ?? 0, cpus: info.NCPU ?? 1, engineVersion: info.ServerVersion ?? '',
      nodes: info.Swarm?.Nodes ?? 0, manager: info.Swarm?.ControlAvailable ?? false,
    };
  }

  /** The engine's clock, in ms since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Asks once, so that an engine which does not answer is named here; the answer tells its clock. */
  protected async greet(): Promise<void> {
    try {
      const before = Date.now();
      const { SystemTime, ServerVersion = '' } = await this.info();
      this.#version = ServerVersion;
      if (SystemTime) this.#offset = clockOffset(instant(SystemTime), before, Date.now());
    } catch (error) {
      this.close();
      throw error;
    }
  }
}

/**
 * The engine's clock minus ours, from one question and its answer. What the way there and back explains is no difference:
 * a busy machine would otherwise be half a second ahead of its own engine, and take its update for an earlier one.
 */
export function clockOffset(theirs: number, asked: number, answered: number): number {
  const offset = theirs - (asked + answered) / 2;
  return Math.abs(offset) <= (answered - asked) / 2 + 1 ? 0 : offset;
}
