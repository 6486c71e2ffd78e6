/** Small stacks with backup labels in a real lab, and the bot's command line as abra calls it. */
import { randomBytes } from 'node:crypto';
import { test as base } from '@playwright/test';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { botStack, deployBot } from '../../../lab/bot/deploy.ts';
import { waitForContainer } from '../../../lab/bot/running.ts';
import { ask } from '../../../lab/engine/api.ts';
import { until } from '../../../lab/engine/until.ts';
import { ensureImages } from '../../../lab/images/ensure.ts';
import { readLab, type Lab } from '../../../lab/state.ts';
import { labFolder } from '../lab.ts';

const image = 'lab/base:bookworm';
/** Lives until it is told to stop, and stops at once then. */
const forever = "trap 'exit 0' TERM; sleep infinity & wait";

export interface ServiceSpec {
  labels: Record<string, string>;
  volumes?: string[];
  environment?: string[];
  command?: string;
}

export interface Said {
  output: string;
  status: number;
}

export class Stage {
  readonly lab: Lab;
  readonly stack = `bot-${randomBytes(3).toString('hex')}`;

  constructor(lab: Lab) {
    this.lab = lab;
  }

  async deploy(services: Record<string, ServiceSpec>, volumes: string[]): Promise<void> {
    const compose = stringify({
      version: '3.8',
      services: Object.fromEntries(Object.entries(services).map(([name, { labels, command = forever, ...rest }]) => [name, {
        image, command: ['sh', '-c', command.replaceAll('$', '$$')], stop_grace_period: '1s', networks: ['bridge'], ...rest,
        deploy: { labels, restart_policy: { condition: 'none' } },
      }])),
      networks: { bridge: { external: true, name: 'bridge' } },
      volumes: Object.fromEntries(volumes.map((name) => [name, {}])),
    });
    await this.#docker(['stack', 'deploy', '--resolve-image', 'never', '--compose-file', '-', this.stack], { input: compose });
    await Promise.all(Object.entries(services).filter(([, { command }]) => command === undefined).map(([name]) => this.#container(name)));
  }

  /** The bot, called as abra calls it. */
  async bot(args: string[], env: Record<string, string> = {}, service: string | undefined = this.stack): Promise<Said> {
    const found = await this.#docker(['ps', '--quiet', '--filter', `label=com.docker.swarm.service.name=${botStack}_app`]);
    const settings = Object.entries({ ...(service && { SERVICE: service }), ...env }).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    return this.#run(['exec', ...settings, found.trim(), '/usr/bin/backup', '--', ...args]);
  }

  async sh(service: string, script: string): Promise<string> {
    return (await this.#docker(['exec', await this.#container(service), 'sh', '-c', script])).trim();
  }

  /** Resolves when the service's one container has ended. */
  async ended(service: string): Promise<void> {
    const filters = encodeURIComponent(JSON.stringify({ label: [`com.docker.swarm.service.name=${this.stack}_${service}`], status: ['exited'] }));
    const ended = async () => ((await ask(this.lab.socket, 'GET', `/containers/json?all=1&filters=${filters}`)).body as unknown[])[0];
    if (await until(ended, 30_000, 100) === undefined) throw new Error(`the container of ${service} does not end`);
  }

  async end(): Promise<void> {
    await this.#run(['stack', 'rm', this.stack]);
    const own = ['--filter', `label=com.docker.stack.namespace=${this.stack}`];
    const gone = async () => (await this.#docker(['ps', '--all', '--quiet', ...own])) === '' || undefined;
    if (await until(gone, 60_000, 100) === undefined) throw new Error(`containers of ${this.stack} remain`);
    const volumes = (await this.#docker(['volume', 'ls', '--quiet', ...own])).split('\n').filter(Boolean);
    if (volumes.length > 0) await this.#docker(['volume', 'rm', '--force', ...volumes]);
  }

  #container(service: string): Promise<string> {
    return waitForContainer(this.lab.socket, `com.docker.swarm.service.name=${this.stack}_${service}`);
  }

  async #docker(args: string[], options: { input?: string } = {}): Promise<string> {
    const { output, status } = await this.#run(args, options);
    if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${output}`);
    return output;
  }

  async #run(args: string[], options: { input?: string } = {}): Promise<Said> {
    const { all, exitCode } = await execa('/usr/bin/docker', ['--host', `unix://${this.lab.socket}`, ...args], { ...options, all: true, reject: false });
    return { output: all, status: exitCode ?? 1 };
  }
}

export const test = base.extend<{ stage: Stage }, { botLab: Lab }>({
  botLab: [async ({}, use) => {
    const lab = readLab(labFolder());
    await ensureImages(lab, [image], () => undefined);
    await deployBot(lab);
    await use(lab);
  }, { scope: 'worker', timeout: 180_000 }],
  stage: async ({ botLab }, use) => {
    const stage = new Stage(botLab);
    await use(stage);
    await stage.end();
  },
});

export function snapshotId(said: Said): string {
  const id = /"snapshot_id": "([0-9a-f]+)"/.exec(said.output)?.[1];
  if (id === undefined) throw new Error(`no snapshot_id in ${said.output}`);
  return id;
}
