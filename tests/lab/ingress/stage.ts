/** Services with Traefik labels in a real lab, and a client that knows the lab's names and root. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Agent, request, WebSocket, type Dispatcher } from 'undici';
import { ask, call } from '../../../lab/engine/api.ts';
import { until } from '../../../lab/engine/until.ts';
import { ensureImages } from '../../../lab/images/ensure.ts';
import { readLab, type Lab } from '../../../lab/state.ts';

export interface Response {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface ServiceOptions {
  labels: Record<string, string>;
  replicas?: number;
  networks?: string[];
  port?: number;
}

/** The labels that a recipe of Co-op Cloud puts on its `app`. */
export function recipeLabels(router: string, rule: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    'traefik.enable': 'true',
    [`traefik.http.services.${router}.loadbalancer.server.port`]: '8080',
    [`traefik.http.routers.${router}.rule`]: rule,
    [`traefik.http.routers.${router}.entrypoints`]: 'web-secure',
    [`traefik.http.routers.${router}.tls.certresolver`]: '',
    ...more,
  };
}

export class Stage {
  readonly lab: Lab;
  readonly agent: Agent;
  readonly #services = new Set<string>();

  constructor(lab: Lab) {
    this.lab = lab;
    this.agent = agentFor(lab);
  }

  static async open(lab: Lab = readLab(dirname(process.env['LAB_TARGET'] ?? ''))): Promise<Stage> {
    await ensureImages(lab, ['lab/base:bookworm'], () => undefined);
    return new Stage(lab);
  }

  /** Creates a service whose tasks run the echo app under the host's own Node. */
  async create(name: string, options: ServiceOptions): Promise<void> {
    this.#services.add(name);
    await call(this.lab.socket, 'POST', '/services/create', { body: specification(name, options) });
  }

  async update(name: string, options: ServiceOptions): Promise<void> {
    const { Version } = await call(this.lab.socket, 'GET', `/services/${name}`) as { Version: { Index: number } };
    await call(this.lab.socket, 'POST', `/services/${name}/update?version=${Version.Index}`, { body: specification(name, options) });
  }

  async remove(name: string): Promise<void> {
    await ask(this.lab.socket, 'DELETE', `/services/${name}`);
    this.#services.delete(name);
  }

  /** Ids of the service's running containers. */
  async containers(name: string): Promise<string[]> {
    const filters = encodeURIComponent(JSON.stringify({ label: [`com.docker.swarm.service.name=${name}`], status: ['running'] }));
    return (await call(this.lab.socket, 'GET', `/containers/json?filters=${filters}`) as { Id: string }[]).map(({ Id }) => Id);
  }

  async get(url: string, options: Partial<Dispatcher.RequestOptions> & { agent?: Agent } = {}): Promise<Response> {
    const { agent = this.agent, ...more } = options;
    const { statusCode, headers, body } = await request(url, { dispatcher: agent, method: 'GET', ...more });
    return { status: statusCode, headers, text: await body.text() };
  }

  /** Asks until the answer is as wanted; the last answer otherwise. */
  async getUntil(url: string, wanted: (response: Response) => boolean, deadlineMs = 15_000): Promise<Response> {
    let last: Response = { status: 0, headers: {}, text: 'no answer' };
    await until(async () => {
      last = await this.get(url).catch((error: unknown) => ({ status: 0, headers: {}, text: String(error) }));
      return wanted(last) ? true : undefined;
    }, deadlineMs, 5);
    return last;
  }

  webSocket(url: string): WebSocket {
    return new WebSocket(url, { dispatcher: this.agent });
  }

  log(): string[] {
    return readFileSync(join(this.lab.folder, 'ingress.log'), 'utf8').split('\n');
  }

  async close(): Promise<void> {
    for (const name of this.#services) await this.remove(name);
    await this.agent.close();
  }
}

export function agentFor(lab: Lab, more: Agent.Options = {}): Agent {
  return new Agent({
    ...more,
    connect: {
      ca: readFileSync(lab.ca.certificate),
      lookup: (_host, options, found) => (options.all ? found(null, [{ address: lab.address, family: 4 }]) : found(null, lab.address, 4)),
    },
  });
}

function specification(name: string, { labels, replicas = 1, networks = ['proxy'], port = 8080 }: ServiceOptions): unknown {
  const program = join(import.meta.dirname, 'echo-app.mjs');
  return {
    Name: name,
    Labels: labels,
    EndpointSpec: { Mode: 'dnsrr' },
    Mode: { Replicated: { Replicas: replicas } },
    TaskTemplate: {
      Networks: networks.map((Target) => ({ Target })),
      ContainerSpec: {
        Image: 'lab/base:bookworm',
        Command: ['/node', '/echo-app.mjs'],
        Env: [`NAME=${name}`, `PORT=${port}`],
        StopGracePeriod: 1_000_000_000,
        Mounts: [
          { Type: 'bind', Source: process.execPath, Target: '/node', ReadOnly: true },
          { Type: 'bind', Source: program, Target: '/echo-app.mjs', ReadOnly: true },
        ],
      },
    },
  };
}
