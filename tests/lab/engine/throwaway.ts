/** A lab of a test's own: a fresh state root, the real command line, and its end whatever the test does. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { execa } from 'execa';
import { readLab, type Lab } from '../../../lab/state.ts';

const cli = join(import.meta.dirname, '../../../lab/cli.ts');

export interface CliResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export class ThrowawayLab {
  readonly root = mkdtempSync(join(tmpdir(), 'rhl-'));
  readonly folder = join(this.root, 'lab');
  /** The machine's own, unless a test would do harm to it. */
  cache: string | undefined = process.env['RECIPE_HARNESS_CACHE'];

  async cli(...args: (string | Record<string, string>)[]): Promise<CliResult> {
    const { LAB_STATE: _shared, ...env } = process.env;
    const words = args.filter((arg) => typeof arg === 'string');
    const more = Object.assign({}, ...args.filter((arg) => typeof arg !== 'string')) as Record<string, string>;
    const run = await execa(process.execPath, [cli, ...words], {
      reject: false, extendEnv: false, env: { ...env, RECIPE_HARNESS_STATE: this.root, ...(this.cache !== undefined && { RECIPE_HARNESS_CACHE: this.cache }), ...more },
    });
    return { exitCode: run.exitCode ?? -1, stdout: run.stdout, stderr: run.stderr };
  }

  /** Engine, swarm and network alone: what most of these tests are about. */
  async up(what: 'bare' | 'whole' = 'bare'): Promise<{ target: string; started: boolean }> {
    const run = await this.cli('up', '--json', ...(what === 'bare' ? ['--bare'] : []));
    if (run.exitCode !== 0) throw new Error(`lab up ended with ${run.exitCode}: ${run.stderr}`);
    return JSON.parse(run.stdout.split('\n').at(-1) ?? '') as { target: string; started: boolean };
  }

  get lab(): Lab {
    return readLab(this.folder);
  }

  async docker(...args: string[]): Promise<string> {
    return (await execa('/usr/bin/docker', ['--host', `unix://${this.lab.socket}`, ...args])).stdout;
  }

  /** The content of an image with nothing but `sleep` and the libraries that it needs; no registry, no archive. */
  async sleepArchive(): Promise<string> {
    const tar = join(this.root, 'sleep.tar');
    const { stdout } = await execa('ldd', ['/usr/bin/sleep']);
    const files = ['/usr/bin/sleep', ...[...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '')];
    await execa('tar', ['--dereference', '-cf', tar, ...files]);
    return tar;
  }

  async importSleep(): Promise<void> {
    await this.docker('import', await this.sleepArchive(), 'lab/sleep:1');
  }

  /** A service that runs, on the network, with a volume and a published port. */
  async sleepService(name: string, port = 8099): Promise<void> {
    await this.docker('service', 'create', '--detach=false', '--quiet', '--no-resolve-image', '--endpoint-mode', 'dnsrr', '--network', 'proxy', '--stop-signal', 'SIGKILL', '--update-monitor', '100ms',
      '--publish', `mode=host,published=${port},target=${port}`, '--mount', 'type=volume,source=some,target=/some', '--name', name, 'lab/sleep:1', '/usr/bin/sleep', '1000');
  }

  services(): Promise<string> {
    return this.docker('service', 'ls', '--format', '{{.Name}}');
  }

  config(name: string, labels: Record<string, string>): Promise<string> {
    const file = join(this.root, 'config');
    writeFileSync(file, 'x');
    return this.docker('config', 'create', ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]), name, file);
  }

  async end(): Promise<void> {
    mkdirSync(this.root, { recursive: true });
    const run = await this.cli('down', '--force');
    rmSync(this.root, { recursive: true, force: true });
    if (run.exitCode !== 0) throw new Error(`lab down ended with ${run.exitCode}: ${run.stderr}`);
  }
}

/** Labs that are not started yet: `own`, and `another` where two are wanted. */
export const test = base.extend<{ own: ThrowawayLab; another: ThrowawayLab }>({
  own: async ({}, use) => {
    const lab = new ThrowawayLab();
    await use(lab);
    await lab.end();
  },
  another: async ({}, use) => {
    const lab = new ThrowawayLab();
    await use(lab);
    await lab.end();
  },
});

export { expect } from '@playwright/test';
