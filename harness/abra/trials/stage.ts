/** A scratch ABRA_DIR with a scratch recipe clone and names for a scratch app: where beliefs are tried. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Progress } from '../../progress.ts';
import { git } from '../../recipe/git.ts';
import { prepareAbraDir } from '../../run/abra-dir.ts';
import { stackName } from '../../run/naming.ts';
import type { Target } from '../../settings/target.ts';
import { Abra } from '../abra.ts';
import type { CallResult } from '../call.ts';
import type { Findings } from './findings.ts';

/** The overlay of the scratch recipe: two secrets and a config whose content can change under its name. */
export const overlay = 'compose.facts.yml';
const overlayText = `version: "3.8"
services:
  app:
    secrets: [fact, given]
    configs:
      - source: fact
        target: /fact.txt
secrets:
  fact:
    external: true
    name: \${STACK_NAME}_fact_\${SECRET_FACT_VERSION}
  given:
    external: true
    name: \${STACK_NAME}_given_\${SECRET_GIVEN_VERSION}
configs:
  fact:
    name: \${STACK_NAME}_fact_v1
    file: fact.txt
`;

export class Stage {
  readonly abra: Abra;
  readonly abraDir: string;
  readonly target: Target;
  readonly recipe: string;
  readonly domain: string;
  readonly stack: string;
  readonly findings: Findings;
  readonly progress: Progress;

  private constructor(abraDir: string, target: Target, recipe: string, findings: Findings, progress: Progress, signal?: AbortSignal) {
    this.abraDir = abraDir;
    this.target = target;
    this.recipe = recipe;
    this.findings = findings;
    this.progress = progress;
    this.domain = `fact-${randomBytes(3).toString('hex')}.${target.zone}`;
    this.stack = stackName(this.domain);
    this.abra = new Abra({ command: target.abra, abraDir, dockerConfig: target.docker_config, signal });
  }

  static async open(target: Target, recipe: string, findings: Findings, progress: Progress, signal?: AbortSignal): Promise<Stage> {
    const abraDir = await mkdtemp(join(tmpdir(), 'abra-facts-'));
    await prepareAbraDir(abraDir, target);
    return new Stage(abraDir, target, recipe, findings, progress, signal);
  }

  async close(): Promise<void> {
    await rm(this.abraDir, { recursive: true, force: true });
  }

  get clone(): string {
    return join(this.abraDir, 'recipes', this.recipe);
  }

  get envFile(): string {
    return join(this.abraDir, 'servers', this.target.server, `${this.domain}.env`);
  }

  /** abra in a terminal, without questions and fetches. */
  run(...args: string[]): Promise<CallResult> {
    return this.abra.run([...args, '--no-input', '--offline'], {}, this.progress);
  }

  /** abra with pipes in place of a terminal. */
  async pipe(...args: string[]): Promise<{ stdout: string; stderr: string; exitCode: number }> {
    const env = { ABRA_DIR: this.abraDir, ...(this.target.docker_config === undefined ? {} : { DOCKER_CONFIG: this.target.docker_config }) };
    const { stdout, stderr, exitCode } = await execa(this.target.abra, args, { env, stdin: 'ignore', reject: false, timeout: 60_000 });
    return { stdout, stderr, exitCode: exitCode ?? -1 };
  }

  git(...args: string[]): Promise<string> {
    return git(this.clone, ['-c', 'user.name=facts', '-c', 'user.email=facts@localhost', ...args]);
  }

  async headOf(revision = 'HEAD'): Promise<string> {
    return (await this.git('rev-parse', `${revision}^{commit}`)).trim();
  }

  /** Release tags, oldest first. */
  async tags(): Promise<string[]> {
    return (await this.git('tag', '--list', '--sort=version:refname', '*+*')).split('\n').filter(tag => tag !== '');
  }

  /** Puts the clone back to `revision`, clean. */
  async reset(revision: string): Promise<void> {
    await this.git('checkout', '--quiet', '--force', '--detach', revision);
    await this.git('clean', '-ffdxq');
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.clone, file), text);
  }

  /** Lays the overlay into the clone, untracked, and into the app's environment. */
  async useOverlay(): Promise<void> {
    await this.write(overlay, overlayText);
    await this.write('fact.txt', 'one\n');
    await this.setEnv({ COMPOSE_FILE: `"compose.yml:${overlay}"`, SECRET_FACT_VERSION: 'v1 # length=12', SECRET_GIVEN_VERSION: 'v1 # generate=false', LETS_ENCRYPT_ENV: '' });
  }

  env(): Promise<string> {
    return readFile(this.envFile, 'utf8');
  }

  /** Appends lines: the last one with a key is in force. */
  async setEnv(values: Record<string, string>): Promise<void> {
    await writeFile(this.envFile, `${(await this.env()).trimEnd()}\n${Object.entries(values).map(([key, value]) => `${key}=${value}\n`).join('')}`);
  }
}
