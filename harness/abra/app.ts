/** `abra app …`: one app's life on the server. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Progress } from '../progress.ts';
import { BackupCommands, restore } from './backup.ts';
import { call, failure, must, notUnderstood, type AbraOptions, type CallOptions } from './call.ts';
import { flags, quiet } from './facts.ts';
import { jsonOf, row, rows, text } from './json-output.ts';
import { SecretCommands } from './secret.ts';
import { VolumeCommands } from './volume.ts';

export interface NewOptions extends CallOptions {
  domain: string;
  server: string;
  /** Release tag to check out and record; without it the newest. */
  version?: string;
  /** Leave the checkout as it lies. */
  chaos?: boolean;
}

export interface DeployOptions extends CallOptions {
  /** Release tag or commit. */
  version?: string;
  /** Deploy the checkout as it lies. */
  chaos?: boolean;
  /** Deploy over what is deployed already; chaos does so anyway. */
  force?: boolean;
  /** Return as soon as the stack is sent. Default true: the swarm is watched by the harness itself. */
  noConvergeChecks?: boolean;
  /** Do not compare the addresses of domain and server. Default true: run-scoped names are answered by the target's own settings. */
  noDomainChecks?: boolean;
}

export interface ServiceStatus { service: string; state: string; status: string; image: string; version: string; chaos: boolean }

export interface AppStatus { server: string; recipe: string; appName: string; domain: string; status: string; version: string; chaos: boolean; chaosVersion: string }

export class AppCommands {
  readonly backup: BackupCommands;
  readonly secret: SecretCommands;
  readonly volume: VolumeCommands;
  readonly #abra: AbraOptions;

  constructor(abra: AbraOptions) {
    this.#abra = abra;
    this.backup = new BackupCommands(abra);
    this.secret = new SecretCommands(abra);
    this.volume = new VolumeCommands(abra);
  }

  /** Sends the app's stack to the server. */
  async deploy(domain: string, options: DeployOptions = {}, progress?: Progress): Promise<void> {
    const { version, chaos = false, force = false } = options;
    await must(this.#abra, [
      'app', 'deploy', domain, ...(version === undefined ? [] : [version]), ...quiet,
      ...on(chaos, flags.deployChaos.long), ...on(force, flags.deployForce.long), ...checks(options),
    ], options, progress);
  }

  /** The apps that abra knows of, with what is deployed of them. */
  async ls(options: CallOptions & { server?: string; recipe?: string } = {}, progress?: Progress): Promise<AppStatus[]> {
    const { server, recipe } = options;
    const args = ['app', 'ls', flags.lsStatus.long, flags.lsMachine.long, ...quiet,
      ...(server === undefined ? [] : [flags.lsServer.long, server]), ...(recipe === undefined ? [] : ['--recipe', recipe])];
    const output = await must(this.#abra, args, { ...options, otherwise: 'environment' }, progress);
    const servers = jsonOf(output, z.record(z.string(), z.looseObject({ apps: z.array(z.looseObject({})).nullish() })));
    if (servers === undefined) throw notUnderstood(this.#abra, 'app ls', output);
    return Object.values(servers).flatMap(entry => entry.apps ?? []).map(app => appStatus(row(app)));
  }

  /** Writes the app's .env file, from the recipe's sample. */
  async new(recipe: string, options: NewOptions, progress?: Progress): Promise<void> {
    const { domain, server, version, chaos = false } = options;
    await must(this.#abra, [
      'app', 'new', recipe, ...(version === undefined ? [] : [version]), flags.newDomain.long, domain, flags.newServer.long, server,
      ...on(chaos, flags.newChaos.long), ...quiet,
    ], options, progress);
    await nameRecipe(join(this.#abra.abraDir, 'servers', server, `${domain}.env`), recipe, domain);
  }

  /** The state of the app's services, as abra tells it. The swarm itself knows better. */
  async ps(domain: string, options: CallOptions = {}, progress?: Progress): Promise<ServiceStatus[]> {
    const output = await must(this.#abra, ['app', 'ps', domain, flags.psMachine.long, flags.psChaos.long, ...quiet], options, progress);
    const document = jsonOf(output, z.record(z.string(), z.looseObject({})));
    if (document === undefined) throw notUnderstood(this.#abra, 'app ps', output);
    return rows(document).map(serviceStatus);
  }

  /** Deletes the app's .env file, secrets and volumes. It must be undeployed. */
  async remove(domain: string, options: CallOptions = {}, progress?: Progress): Promise<void> {
    await must(this.#abra, ['app', 'remove', domain, ...quiet], { ...options, otherwise: 'environment' }, progress);
  }

  /** Puts the files of a snapshot back, and runs the restore hooks. */
  restore(domain: string, options: CallOptions & { snapshot: string }, progress?: Progress): Promise<void> {
    return restore(this.#abra, domain, options, progress);
  }

  /** Deploys an earlier release over the present one. */
  async rollback(domain: string, options: Omit<DeployOptions, 'chaos'> & { version: string }, progress?: Progress): Promise<void> {
    await must(this.#abra, ['app', 'rollback', domain, options.version, ...quiet, ...checks(options)], options, progress);
  }

  /**
   * Runs a command in the running container of a service. Its status does not come through abra reliably, so a line of
   * its own tells it; standard output and error come back as one, as in any terminal.
   */
  async run(domain: string, service: string, argv: readonly string[], options: CallOptions & { title?: string } = {}, progress?: Progress): Promise<{ stdout: string; exitCode: number }> {
    const mark = `status-${randomBytes(8).toString('hex')}`;
    const script = `"$@"; rc=$?; echo; echo "${mark}=$rc"`;
    const args = ['app', 'run', domain, service, '--', 'sh', '-c', script, 'sh', ...argv];
    const named = { ...options, title: options.title ?? `abra app run ${domain} ${service} -- ${argv.join(' ')}` };
    const result = await call(this.#abra, args, named, progress);
    const [before, after] = result.output.split(`\n${mark}=`, 2);
    const exitCode = /^\d+/.exec(after ?? '')?.[0];
    if (before === undefined || exitCode === undefined) throw failure(this.#abra, args, { ...named, otherwise: 'environment' }, result);
    return { stdout: before, exitCode: Number(exitCode) };
  }

  /** Takes the stack down. Volumes and secrets stay; swarm is not done when this returns. */
  async undeploy(domain: string, options: CallOptions = {}, progress?: Progress): Promise<void> {
    await must(this.#abra, ['app', 'undeploy', domain, ...quiet], { ...options, otherwise: 'environment' }, progress);
  }

  /** Deploys a later release over the present one. */
  async upgrade(domain: string, options: Omit<DeployOptions, 'chaos'> & { version: string }, progress?: Progress): Promise<void> {
    await must(this.#abra, ['app', 'upgrade', domain, options.version, ...quiet, ...checks(options)], options, progress);
  }
}

/**
 * abra copies `TYPE=` from the recipe's sample, and later commands go by it: a fork or a copy under a name of its own
 * would be deployed from the recipe that it was copied from.
 */
async function nameRecipe(file: string, recipe: string, domain: string): Promise<void> {
  const before = await readFile(file, 'latin1');
  const type = /^(?:TYPE|RECIPE)=["']?([^:"'\s]+)/m.exec(before)?.[1];
  if (type === undefined || type === recipe) return;
  const after = before.replace(/^((?:TYPE|RECIPE)=["']?)[^:"'\s]+/m, `$1${recipe}`).replaceAll(`${type}.example.com`, domain);
  await writeFile(file, after, 'latin1');
}

function on(condition: boolean, name: string): string[] {
  return condition ? [name] : [];
}

function checks(options: Pick<DeployOptions, 'noConvergeChecks' | 'noDomainChecks'>): string[] {
  return [...on(options.noConvergeChecks ?? true, flags.deployNoConvergeChecks.long), ...on(options.noDomainChecks ?? true, flags.deployNoDomainChecks.long)];
}

function serviceStatus(cells: Record<string, unknown>): ServiceStatus {
  const { service, state, status, image, version, chaos } = cells;
  return { service: text(service), state: text(state), status: text(status), image: text(image), version: text(version), chaos: text(chaos) === 'true' };
}

function appStatus(cells: Record<string, unknown>): AppStatus {
  const { server, recipe, app_name, domain, status, version, chaos, chaos_version } = cells;
  return {
    server: text(server), recipe: text(recipe), appName: text(app_name), domain: text(domain),
    status: text(status), version: text(version), chaos: text(chaos) === 'true', chaosVersion: text(chaos_version),
  };
}
