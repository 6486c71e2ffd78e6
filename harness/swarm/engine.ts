/** The engine of a server: typed views of its swarm, events, commands and files in containers, images, logs. */
import type Dockerode from 'dockerode';
import type { Readable } from 'node:stream';
import { HarnessError } from '../errors.ts';
import { seconds, systemClock } from './clock.ts';
import { Connection } from './connection.ts';
import { isUnreachable, refusedWith } from './errors.ts';
import { eventStream, type EngineEvent } from './events.ts';
import { volumeSizes } from './disk-usage.ts';
import { execIn, type ExecOptions, type ExecResult } from './exec.ts';
import { isAbsentPath, kindOf, put, readOnlyEntry, type PutOptions } from './files.ts';
import { pullImage, registryRefusal, type PullProgress } from './images.ts';
import { lastLines } from './logs.ts';
import { usedBytes } from './memory-watch.ts';
import { containerView, serviceView, taskView, instant, type RawContainer, type RawHealth, type RawImage, type RawService, type RawTask } from './raw.ts';
import { stackLabel, type Container, type ServiceView, type TaskView } from './views.ts';

export type { EngineEvent } from './events.ts';
export type { ExecOptions, ExecResult } from './exec.ts';
export type { Container, ServiceView, TaskView } from './views.ts';

type Which = string | { readonly id: string };
const idOf = (container: Which) => typeof container === 'string' ? container : container.id;

export class Engine extends Connection {
  readonly #imageHealth = new Map<string, RawHealth | undefined>();

  /** Dials and asks once. */
  static async connect(endpoint: string): Promise<Engine> {
    const engine = new Engine(endpoint);
    await engine.greet();
    return engine;
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

  /** Bytes of an image on the node, with the layers that it shares; undefined where the node does not have it. */
  async imageSize(reference: string): Promise<number | undefined> {
    return (await this.#image(reference))?.Size;
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

  /** What a path in a container is; undefined only when it is absent. */
  async pathKind(container: Which, path: string): Promise<'file' | 'folder' | undefined> {
    try {
      return await this.ask(`look at ${path} in a container`, () => kindOf(this.docker, idOf(container), path));
    } catch (error) {
      if (isAbsentPath(error)) return undefined;
      throw error;
    }
  }

  /** What the container uses now, in bytes, as `docker stats` counts; undefined where it is gone. */
  async memoryOf({ id }: Container): Promise<number | undefined> {
    try {
      const { memory_stats } = await this.ask('tell the memory of a container', () => this.docker.getContainer(id).stats({ stream: false, 'one-shot': true }));
      return usedBytes(memory_stats);
    } catch (error) {
      if (isUnreachable(error) || refusedWith(error) === undefined) throw error;
      return undefined;
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
    return registryRefusal(this.docker, this.endpoint, reference, deadlineMs);
  }

  /** All containers of stacks that run now. */
  running(): Promise<Container[]> {
    return this.#containers([stackLabel], false);
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

  /** Services of all stacks that publish ports of the server. */
  async servicesWithPorts(): Promise<ServiceView[]> {
    return (await this.#services([])).map(service => serviceView(service)).filter(service => service.published.length > 0);
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

  /** Bytes of each volume of the node that the engine could measure, by name. It walks through them: what holds much takes long. */
  async volumeSizes(signal: AbortSignal): Promise<Map<string, number>> {
    return this.ask('measure its volumes', () => volumeSizes(this.docker, signal));
  }

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

  async #image(reference: string): Promise<RawImage | undefined> {
    try {
      return await this.ask(`look at the image ${reference}`, () => this.docker.getImage(reference).inspect() as unknown as Promise<RawImage>);
    } catch (error) {
      if (refusedWith(error) === undefined || isUnreachable(error)) throw error;
      return undefined;
    }
  }

  async #services(label: string[]): Promise<RawService[]> {
    return this.ask('list services', () => this.docker.listServices({ filters: { label } }) as unknown as Promise<RawService[]>);
  }
}
