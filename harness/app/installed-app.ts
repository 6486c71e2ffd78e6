/** A deployed and healthy app, as tests and overlays hold it. */
import { posix } from 'node:path';
import { HarnessError } from '../errors.ts';
import { observe } from '../observed.ts';
import type { AppRecord } from '../run/ledger-view.ts';
import type { Chain, Identity } from '../run/records.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { Container, Engine, ServiceView } from '../swarm/engine.ts';

export type { Chain, Identity };

export interface InstalledAppInit {
  readonly recipe: Recipe;
  readonly zone: string;
  readonly record: AppRecord;
  readonly identity: Identity;
  /** The app's .env, as key and value. */
  readonly env: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly engine: Engine;
}

/**
 * The app that a test or a hook works on. What it does to the app's container is for set-up and for looking inside;
 * what users do goes through `api` and `page`.
 *
 * @example
 * const key = app.secret('api_key');
 * await app.exec('app', ['php', 'occ', 'maintenance:mode', '--off'], { user: 'www-data' });
 */
export class InstalledApp {
  readonly recipe: Recipe;
  readonly domain: string;
  readonly stack: string;
  /** https://<domain> */
  readonly url: string;
  /** Further hosts of the app, by the names that the recipe file gives them. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly zone: string;
  /** `fresh`: the head installed from nothing. `upgrade`: the previous release, or the head deployed over it. */
  readonly chain: Chain;
  /** What the swarm's labels were seen to say about the version that runs. */
  readonly identity: Identity;
  /** One name for one install: a redeploy keeps it, since what a restore brings back was set up before. */
  readonly instance: string;
  readonly #init: InstalledAppInit;

  constructor(init: InstalledAppInit) {
    const { record } = init;
    this.recipe = init.recipe;
    this.domain = record.domain;
    this.stack = record.stack;
    this.url = `https://${record.domain}`;
    this.hosts = record.hosts;
    this.zone = init.zone;
    this.chain = record.chain;
    this.identity = init.identity;
    this.instance = record.instance;
    this.#init = init;
  }

  /** The engine that it runs on, for what has no method here. */
  async engine(): Promise<Engine> {
    return this.#init.engine;
  }

  /** A value of the app's .env. */
  env(key: string): string | undefined {
    return this.#init.env.get(key);
  }

  /**
   * A secret of this app, generated or given in the recipe file; masked wherever it is written.
   * @param name as in the compose file
   * @throws HarnessError `ERR_SECRET_UNKNOWN`, with the names that it has
   */
  secret(name: string): string {
    const value = this.#init.secrets.get(name);
    if (value !== undefined) return value;
    const known = [...this.#init.secrets.keys()];
    throw new HarnessError({
      code: 'ERR_SECRET_UNKNOWN', fault: 'user',
      message: `${this.recipe.name} has no secret "${name}".`,
      wayOut: known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has none at all: neither does abra generate one, nor does the recipe file give one.',
      facts: { secret: name, known },
    });
  }

  /**
   * The running container of a service; waits for it where it is just being replaced.
   * @throws HarnessError `ERR_NO_CONTAINER` after half a minute
   */
  container(service = 'app'): Promise<Container> {
    return this.#init.engine.runningContainer(this.stack, service);
  }

  /**
   * Runs a command in the service's container.
   * @param argv the command and its arguments, without a shell
   * @throws HarnessError `ERR_EXEC` when it does not exit with 0, with its last lines
   */
  async exec(service: string, argv: readonly string[], options: { user?: string } = {}): Promise<{ stdout: string; stderr: string }> {
    const { stdout, stderr, exitCode } = await this.#init.engine.exec(await this.container(service), argv, options);
    observe({ kind: 'command', argv, said: stdout });
    if (exitCode === 0) return { stdout, stderr };
    throw new HarnessError({
      code: 'ERR_EXEC', fault: 'recipe',
      message: `${argv[0] ?? 'nothing'} in ${service} of ${this.recipe.name} ended with status ${exitCode}.`,
      wayOut: 'See what it said below.',
      detail: `${stderr}\n${stdout}`.trim().split('\n').slice(-20).join('\n'),
      facts: { service, argv, exitCode },
    });
  }

  /**
   * Writes a file in the service's container through the engine, making its folder where there is none.
   *
   * @param path absolute, inside the container
   * @throws HarnessError `ERR_EXEC` when the folder cannot be made
   * @example
   * await app.writeFile('app', '/usr/share/nginx/html/hello.html', '<h1>Hello</h1>');
   */
  async writeFile(service: string, path: string, content: string | Buffer): Promise<void> {
    await this.exec(service, ['mkdir', '-p', posix.dirname(path)]);
    const bytes = Buffer.from(content);
    await this.#init.engine.putFile(await this.container(service), path, bytes);
    observe({ kind: 'file', content: bytes });
  }

  /** Labels of every service of the stack, as the swarm has them. */
  async labels(): Promise<Record<string, Record<string, string>>> {
    return Object.fromEntries((await this.services()).map(service => [service.name, { ...service.labels }]));
  }

  /** The services of the stack, as the swarm has them. */
  services(): Promise<ServiceView[]> {
    return this.#init.engine.services(this.stack);
  }
}
