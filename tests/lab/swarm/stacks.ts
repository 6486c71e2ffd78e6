/** Stacks written as compose text, deployed with the plain docker command on the lab's engine: convergence must not need abra to be right. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { converge, type Converged, type Expectation } from '../../../harness/swarm/converge.ts';
import { Engine } from '../../../harness/swarm/engine.ts';
import { purgeStack } from '../../../harness/swarm/purge.ts';
import { labFolder, labTarget } from '../lab.ts';
import { silent, type Progress } from '../../../harness/progress.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const commit = 'c0ffee0123456789c0ffee0123456789c0ffee01';
export const baseImage = 'lab/base:bookworm';

export interface Stacks {
  readonly engine: Engine;
  readonly socket: string;
  /** Deploys compose text under a name of this test's own; `wait` converges on it. */
  deploy(services: string, options?: { readonly name?: string; readonly tail?: string; readonly commit?: string }): Promise<Deployed>;
}

export interface Deployed {
  readonly stack: string;
  /** Engine's clock just before the deploy. */
  readonly since: number;
  readonly notes: string[];
  wait(expectation?: Partial<Expectation>): Promise<Converged>;
}

export function run(file: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; input?: string } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, [...args], { cwd: root, env: options.env ?? process.env, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${file} ${args.join(' ')}: ${stderr || error.message}`));
      else resolve(stdout);
    });
    child.stdin?.end(options.input ?? '');
  });
}

/** One service in compose text. `labels` come on top of the identity that convergence asks for. */
export function service(name: string, command: string, more = '', deploy = ''): string {
  const indent = (text: string, by: number) => text.trim() === '' ? '' : `${text.replace(/^\n|\s+$/g, '').split('\n').map(line => ' '.repeat(by) + line).join('\n')}\n`;
  return `  ${name}:\n    image: ${baseImage}\n    command: ["bash", "-c", ${JSON.stringify(command)}]\n    stop_grace_period: 1s\n${indent(more, 4)}    deploy:\n      endpoint_mode: dnsrr\n      labels: ["coop-cloud.$STACK.chaos=true", "coop-cloud.$STACK.chaos-version=$COMMIT"]\n${indent(deploy, 6)}`;
}

/** Runs until it is told to stop, and stops at once then. */
export const forever = 'trap "exit 0" TERM; while true; do sleep 1 & wait $$!; done';

export function health(test: string, options = 'interval: 1s\n  timeout: 1s\n  retries: 2\n  start_period: 0s'): string {
  return `healthcheck:\n  test: ["CMD-SHELL", ${JSON.stringify(test)}]\n  ${options}`;
}

let counter = 0;

export const test = base.extend<{ stacks: Stacks }, { lab: { engine: Engine; socket: string } }>({
  lab: [async ({}, use) => {
    await run(process.execPath, ['lab/cli.ts', 'images', baseImage], { env: { ...process.env, LAB_STATE: labFolder() } });
    const { docker } = labTarget();
    const engine = await Engine.connect(docker);
    await use({ engine, socket: docker });
    engine.close();
  }, { scope: 'worker', timeout: 300_000 }],

  stacks: async ({ lab }, use) => {
    const made: string[] = [];
    await use({
      ...lab,
      async deploy(services, options = {}) {
        const stack = options.name ?? `t${process.pid % 10_000}-${++counter}_lab_test`;
        if (!made.includes(stack)) made.push(stack);
        const label = (options.commit ?? commit).slice(0, 8);
        const text = `version: "3.8"\nservices:\n${services}${options.tail ?? ''}`.replaceAll('$STACK', stack).replaceAll('$COMMIT', label);
        const since = lab.engine.now();
        await run('/usr/bin/docker', ['-H', lab.socket, 'stack', 'deploy', '--resolve-image', 'never', '-c', '-', stack], { input: text });
        const notes: string[] = [];
        const progress: Progress = { ...silent, note: line => void notes.push(line) };
        return {
          stack, since, notes,
          wait: expectation => converge(lab.engine, { stack, identity: { commit: options.commit ?? commit }, ready: async () => undefined, since, ...expectation }, progress),
        };
      },
    });
    for (const stack of made) await purgeStack(lab.engine, stack, { volumes: true, secrets: true, configs: true }, silent);
  },
});

export { expect } from '@playwright/test';
