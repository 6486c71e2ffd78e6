/** An operator of the lab with an `ABRA_DIR` of their own, a terminal, and a recipe of two releases. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from 'node-pty';
import { ensureImages } from '../../../lab/images/ensure.ts';
import { readLab } from '../../../lab/state.ts';
import { labFolder } from '../lab.ts';
import { scratchFiles } from './scratch-recipe.ts';

export interface Said {
  output: string;
  status: number;
}

export class Operator {
  readonly domain: string;
  readonly stack: string;
  readonly home = mkdtempSync(join(tmpdir(), 'abra-operator-'));
  readonly abraDir = join(this.home, 'abra');
  /** The recipe's clone. */
  readonly tree = join(this.abraDir, 'recipes', 'scratch');
  readonly #command = join(labFolder(), 'bin', 'abra');

  private constructor(name: string) {
    this.domain = `${name}.lab.test`;
    this.stack = this.domain.replaceAll('.', '_');
  }

  static async start(name: string): Promise<Operator> {
    await ensureImages(readLab(labFolder()), ['lab/nginx:1.22.1', 'lab/nginx:1.26.3'], () => undefined);
    const operator = new Operator(name);
    mkdirSync(join(operator.abraDir, 'servers', 'lab'), { recursive: true });
    mkdirSync(join(operator.abraDir, 'recipes'), { recursive: true });
    const origin = join(operator.home, 'origin');
    mkdirSync(origin);
    execFileSync('git', ['init', '--quiet', '--initial-branch', 'main', origin]);
    for (const version of ['1.0.0+1.22.1', '1.1.0+1.26.3']) {
      for (const [file, text] of Object.entries(scratchFiles(version))) writeFileSync(join(origin, file), text);
      operator.git(origin, 'add', '--all');
      operator.git(origin, 'commit', '--quiet', '--message', version);
      operator.git(origin, 'tag', '--annotate', version, '--message', version);
    }
    operator.git(operator.home, 'clone', '--quiet', origin, operator.tree);
    return operator;
  }

  git(folder: string, ...args: string[]): string {
    const identity = ['-c', 'user.name=Operator', '-c', 'user.email=operator@lab.test'];
    return execFileSync('git', [...identity, '-C', folder, ...args], { encoding: 'utf8' }).trim();
  }

  /** The app's `.env` file. */
  env(): string {
    return readFileSync(join(this.abraDir, 'servers', 'lab', `${this.domain}.env`), 'utf8');
  }

  head(): string {
    return this.git(this.tree, 'rev-parse', 'HEAD');
  }

  /** Types a command into a terminal 180 columns wide, and the answers that its questions get. */
  abra(args: readonly string[], answers = ''): Promise<Said> {
    return new Promise((resolve) => {
      const terminal = spawn(this.#command, [...args], { cols: 180, rows: 50, cwd: this.home, env: this.#environment() });
      let output = '';
      terminal.onData((text) => (output += text));
      terminal.onExit(({ exitCode }) => resolve({ output: stripVTControlCharacters(output).replaceAll('\r\n', '\n'), status: exitCode }));
      if (answers !== '') terminal.write(answers);
    });
  }

  /** Runs a command as a program would: with pipes. Both streams are given apart. */
  piped(args: readonly string[]): Said & { stderr: string } {
    const result = spawnSync(this.#command, args, { cwd: this.home, env: this.#environment(), encoding: 'utf8' });
    return { output: result.stdout, stderr: result.stderr, status: result.status ?? -1 };
  }

  docker(...args: string[]): string {
    return execFileSync('/usr/bin/docker', args, { encoding: 'utf8', env: { ...process.env, DOCKER_HOST: `unix://${readLab(labFolder()).socket}` } }).trim();
  }

  /** Labels of the service `app`, without the stack in their names. */
  labels(): Record<string, string> {
    const labels = JSON.parse(this.docker('service', 'inspect', '--format', '{{json .Spec.Labels}}', `${this.stack}_app`)) as Record<string, string>;
    return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key.replace(`coop-cloud.${this.stack}.`, ''), value]));
  }

  /** Names of all that the swarm has of this stack. */
  leftovers(): string[] {
    const kinds = [['service', 'ls'], ['container', 'ls', '--all'], ['volume', 'ls'], ['secret', 'ls'], ['config', 'ls'], ['network', 'ls']];
    return kinds.flatMap((kind) => this.docker(...kind, '--quiet', '--filter', `name=${this.stack}_`).split('\n').filter(Boolean).map((id) => `${kind[0] ?? ''} ${id}`));
  }

  /** Leaves nothing, whatever the test left. */
  end(): void {
    const quiet = (...args: string[]): void => void spawnSync('/usr/bin/docker', args, { env: { ...process.env, DOCKER_HOST: `unix://${readLab(labFolder()).socket}` } });
    quiet('stack', 'rm', this.stack);
    for (const left of this.leftovers()) {
      const [kind = '', id = ''] = left.split(' ');
      quiet(kind, 'rm', ...(kind === 'container' ? ['--force'] : []), id);
    }
    for (const volume of this.leftovers().filter((left) => left.startsWith('volume '))) quiet('volume', 'rm', '--force', volume.slice(7));
    rmSync(this.home, { recursive: true, force: true });
  }

  #environment(): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', HOME: this.home, TERM: 'xterm-256color', ABRA_DIR: this.abraDir };
  }
}
