/** The engine of a server: typed views, events, commands and files in containers, images, logs. */
import type Dockerode from 'dockerode';
import type { Readable } from 'node:stream';
import { HarnessError } from '../errors.ts';
import { seconds, systemClock } from './clock.ts';
import { dial, type Connection } from './endpoint.ts';
import { engineError, isUnreachable, refusedWith } from './errors.ts';
import { eventStream, type EngineEvent } from './events.ts';
import { execIn, type ExecOptions, type ExecResult } from './exec.ts';
import { isAbsentPath, kindOf, put, readOnlyEntry, type PutOptions } from './files.ts';
import { pullImage, type PullProgress } from './images.ts';
import { lastLines } from './logs.ts';
import { containerView, serviceView, taskView, instant, type RawContainer, type RawHealth, type RawService, type RawTask } from './raw.ts';
import { stackLabel, type Container, type ServiceView, type TaskView } from './views.ts';

export type { EngineEvent } from './events.ts';
export type { ExecOptions, ExecResult } from './exec.ts';
export type { Container, ServiceView, TaskView } from './views.ts';

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
type Which = string | { readonly id: string };
const idOf = (container: Which) => typeof container === 'string' ? container : container.id;

export class Engine {
  readonly endpoint: string;
  /** The escape hatch. */
  readonly docker: Dockerode;
  readonly #connection: Connection;
  /** Engine's clock minus ours, in ms. */
  #offset = 0;

  /** Dials and asks once, so that an engine which does not answer is named here. */
  static async connect(endpoint: string): Promise<Engine> {
    const engine = new Engine(endpoint, dial(endpoint));
    try {
      const before = Date.now();
      const { SystemTime } = await engine.info();
      if (SystemTime) engine.#offset = clockOffset(instant(SystemTime), before, Date.now());
    } catch (error) {
      engine.close();
      throw error;
    }
    return engine;
  }

  private constructor(endpoint: string, connection: Connection) {
    this.endpoint = endpoint;
    this.docker = connection.docker;
    this.#connection = connection;
  }

  close(): void {
    this.#connection.agent.destroy();
  }

  /** The newest running container of a service that carries this label, `key` or `key=value`. */
  async containerByServiceLabel(label: string): Promise<Container | undefined> {
    const [service] = await this.#services([label]);
    if (!service) return undefined;
    const found = await this.#containers([`com.docker.swarm.service.id=${service.ID ?? ''}`], false);
    return found.sort((a, b) => b.createdAt - a.createdAt)[0];
  }

  /** All containers of the stack, dead ones too. */
  async containers(stack: string): Promise<Container[]> {
    return this.#containers([`${stackLabel}=${stack}`], true);
  }

  /** Events from now on, or since a moment of the engine's clock; those of exec (health probes) are left out. Ends when the signal aborts; heals broken connections. */
  events(signal: AbortSignal, since = this.now()): AsyncIterable<EngineEvent> {
    return eventStream({
      since,
      open: (since, opened) => this.ask('follow events', () => {
        const at = `${Math.floor(since / 1000)}.${String(Math.floor(since % 1000 * 1e6)).padStart(9, '0')}`;
        return this.docker.getEvents({ since: at, abortSignal: opened } as unknown as Dockerode.GetEventsOptions) as unknown as Promise<Readable>;
      }),
    }, signal);
  }

  async exec(container: Which, argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return this.ask(`run ${argv[0] ?? ''} in a container`, () => execIn(this.docker, idOf(container), argv, options));
  }

  /** The file's bytes; undefined only when the path is absent. */
  async getFile(container: Which, path: string): Promise<Buffer | undefined> {
    try {
      const archive = await this.ask(`read ${path} in a container`, () => this.docker.getContainer(idOf(container)).getArchive({ path }));
      return await readOnlyEntry(archive as Readable, path);
    } catch (error) {
      if (isAbsentPath(error)) return undefined;
      throw error;
    }
  }

  async hasImage(reference: string): Promise<boolean> {
    return (await this.#image(reference)) !== undefined;
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

  /** What the service's health check said last, in its newest container that was probed. */
  async lastProbe(stack: string, service: string): Promise<string | undefined> {
    const containers = (await this.containers(stack)).filter(container => container.service === service).sort((a, b) => b.createdAt - a.createdAt);
    for (const { id } of containers) {
      const { State } = await this.ask('look at a container', () => this.docker.getContainer(id).inspect());
      const probe = State.Health?.Log.at(-1);
      if (probe) return `exit ${probe.ExitCode}${probe.Output.trim() ? `: ${probe.Output.trim()}` : ', and it wrote nothing'}`;
    }
    return undefined;
  }

  /** The engine's clock, in ms since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** What a path in a container is; undefined only when it is absent. */
  async pathKind(container: Which, path: string): Promise<'file' | 'folder' | undefined> {
    try {
      return await this.ask(`look at ${path} in a container`, () => kindOf(this.docker, idOf(container), path));
    } catch (error) {
      if (isAbsentPath(error)) return undefined;
      throw error;
    }
  }

  async pull(reference: string, onProgress: (progress: PullProgress) => void = () => undefined, signal?: AbortSignal): Promise<void> {
    await pullImage(this.docker, this.endpoint, reference, onProgress, signal);
  }

  /** Writes one file; its folder must be there. */
  async putFile(container: Which, path: string, bytes: Buffer, options: PutOptions = {}): Promise<void> {
    await this.ask(`write ${path} in a container`, () => put(this.docker, idOf(container), path, bytes, options));
  }

  /** What the registry says about an image, without bringing it; undefined when it has it or keeps silent. */
  async registryRefusal(reference: string, deadlineMs = 5_000): Promise<string | undefined> {
    const path = `/distribution/${reference}/json`;
    const work = new Promise<string | undefined>(answer => this.docker.modem.dial(
      { path, method: 'GET', abortSignal: AbortSignal.timeout(deadlineMs), statusCodes: { 200: true, 401: 'unauthorized', 404: 'not found', 500: 'server error' } },
      (error: Error | null) => answer(error ? (engineError(error, this.endpoint, 'ask the registry').detail ?? error.message) : undefined),
    ));
    return work;
  }

  /** The running container of a service's task that swarm wants to run; waits for it by events. */
  async runningContainer(stack: string, service: string, deadlineMs = 30_000): Promise<Container> {
    const there = await this.#wantedContainer(stack, service);
    if (there && there.health !== 'starting') return there;
    const end = new AbortController();
    const cancel = systemClock.after(deadlineMs, () => end.abort());
    try {
      for await (const event of this.events(end.signal)) {
        if (event.kind === 'event' && event.attributes[stackLabel] !== stack) continue;
        const container = await this.#wantedContainer(stack, service);
        if (container) return container;
      }
    } finally {
      cancel();
      end.abort();
    }
    throw new HarnessError({
      code: 'ERR_NO_CONTAINER', fault: 'recipe', message: `No container of ${service} in ${stack} ran within ${seconds(deadlineMs)}.`,
      wayOut: 'Look at the service\'s log: it stopped after it had been healthy.', detail: (await this.serviceLogs(stack, service, 10)).join('\n'),
    });
  }

  /** Last lines of a service, of its dead containers too. */
  async serviceLogs(stack: string, service: string, tailLines: number): Promise<string[]> {
    const containers = await this.containers(stack);
    return lastLines(this.docker, containers.filter(container => container.service === service), tailLines);
  }

  /** Services of exactly this stack, health checks completed from their images. */
  async services(stack: string): Promise<ServiceView[]> {
    const raw = await this.#services([`${stackLabel}=${stack}`]);
    return Promise.all(raw.map(async service => {
      const view = serviceView(service);
      return view.healthComplete ? view : serviceView(service, await this.#imageHealthOf(view.image));
    }));
  }

  /** When the container's process began, by the engine's clock; undefined when it is gone or never began. */
  async startedAt(container: Which): Promise<number | undefined> {
    try {
      const { State } = await this.ask('look at a container', () => this.docker.getContainer(idOf(container)).inspect());
      return instant(State.StartedAt) > 0 ? instant(State.StartedAt) : undefined;
    } catch (error) {
      if (refusedWith(error) === 404) return undefined;
      throw error;
    }
  }

  async tasks(stack: string): Promise<TaskView[]> {
    const raw = await this.ask(`list the tasks of ${stack}`, () => this.docker.listTasks({ filters: { label: [`${stackLabel}=${stack}`] } }) as Promise<RawTask[]>);
    return raw.map(taskView);
  }

  /** Runs a request; every failure becomes an error of ours, `doing` says of what. */
  async ask<T>(doing: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw engineError(error, this.endpoint, doing);
    }
  }

  readonly #imageHealth = new Map<string, RawHealth | undefined>();

  async #imageHealthOf(reference: string): Promise<RawHealth | undefined> {
    if (!this.#imageHealth.has(reference)) {
      const image = await this.#image(reference);
      if (image === undefined) return undefined;
      this.#imageHealth.set(reference, image.Config?.Healthcheck);
    }
    return this.#imageHealth.get(reference);
  }

  async #wantedContainer(stack: string, service: string): Promise<Container | undefined> {
    const [containers, tasks] = await Promise.all([this.containers(stack), this.tasks(stack)]);
    const wanted = new Set(tasks.filter(task => task.desired === 'running').map(task => task.id));
    return containers
      .filter(container => container.service === service && container.state === 'running' && container.health !== 'unhealthy')
      .filter(container => container.taskId !== undefined && wanted.has(container.taskId))
      .sort((a, b) => Number(b.health !== 'starting') - Number(a.health !== 'starting') || b.createdAt - a.createdAt)[0];
  }

  async #containers(label: string[], all: boolean): Promise<Container[]> {
    const raw = await this.ask('list containers', () => this.docker.listContainers({ all, filters: { label } }) as unknown as Promise<RawContainer[]>);
    return raw.map(containerView);
  }

  async #image(reference: string): Promise<{ Config?: { Healthcheck?: RawHealth } } | undefined> {
    try {
      return await this.ask(`look at the image ${reference}`, () => this.docker.getImage(reference).inspect() as unknown as Promise<{ Config?: { Healthcheck?: RawHealth } }>);
    } catch (error) {
      if (refusedWith(error) === undefined || isUnreachable(error)) throw error;
      return undefined;
    }
  }

  async #services(label: string[]): Promise<RawService[]> {
    return this.ask('list services', () => this.docker.listServices({ filters: { label } }) as unknown as Promise<RawService[]>);
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
