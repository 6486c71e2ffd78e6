/** A project of a measurement's own on the lab: scratch recipes, the real `playwright test` on them, and the yardstick beside it. */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONReport } from '@playwright/test/reporter';
import { execa } from 'execa';
import type { Target } from '../harness/settings/target.ts';
import { targetFile } from '../tests/lab/lab.ts';
import { makeRepository, writeFiles, type Step } from '../tests/broken/repository.ts';
import type { Files } from '../tests/broken/recipe-files.ts';
import { type Part, partsOfReport, partsOfScript } from './profile.ts';
import { yardstickEnvironment, type YardstickCall, yardstickArguments } from './yardstick.ts';

export const repository = join(import.meta.dirname, '..');
/** Beyond this a measurement is stuck, not slow. */
const longestMs = 240_000;

export interface Timed {
  readonly ms: number;
  readonly parts: readonly Part[];
}

export class Project {
  readonly root = mkdtempSync(join(tmpdir(), 'bench-'));
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
    const { root } = this;
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
    writeFiles(root, {
      'package.json': JSON.stringify({ private: true, type: 'module' }),
      'playwright.config.ts': `import { harnessConfig } from ${JSON.stringify(join(repository, 'harness', 'config.ts'))};\nexport default harnessConfig();\n`,
    });
    mkdirSync(join(root, 'recipes'));
    copyFileSync(targetFile(), join(root, 'harness.toml'));
  }

  /** Puts a scratch recipe in, with what its overlay holds. */
  async put(name: string, steps: readonly Step[], overlay: Files = {}): Promise<void> {
    await makeRepository(this.repositoryOf(name), steps);
    writeFileSync(join(this.root, 'recipes', `${name}.toml`), `memory = "64M"\n[source]\ngit = "../sources/${name}"\n`);
    writeFiles(join(this.root, 'overlays', name), overlay);
  }

  repositoryOf(name: string): string {
    return join(this.root, 'sources', name);
  }

  /** The whole process, from its start to its end. */
  async playwright(...args: string[]): Promise<Timed & { readonly report: JSONReport }> {
    const report = join(this.root, 'test-results', 'report.json');
    rmSync(report, { force: true });
    const begun = Date.now();
    const { all, exitCode } = await execa(process.execPath, [join(repository, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', ...args],
      { cwd: this.root, all: true, reject: false, stdin: 'ignore', timeout: longestMs, env: { PLAYWRIGHT_HTML_OPEN: 'never', FORCE_COLOR: '0' } });
    const ended = Date.now();
    if (exitCode !== 0) throw new Error(`playwright test ${args.join(' ')} ended with ${exitCode ?? 'a signal'}:\n${all}`);
    const read = JSON.parse(readFileSync(report, 'utf8')) as JSONReport;
    return { ms: ended - begun, parts: partsOfReport(read, begun, ended), report: read };
  }

  /** The whole script, from its start to its end; `abraDir` where the app was made by somebody else. */
  async yardstick(call: YardstickCall, abraDir?: string): Promise<Timed & { readonly output: string }> {
    const folder = abraDir ?? this.#abraDir();
    const begun = performance.now();
    const { all, exitCode } = await execa(join(import.meta.dirname, 'yardstick.sh'), yardstickArguments(call), {
      all: true, reject: false, stdin: 'ignore', timeout: longestMs, env: yardstickEnvironment(this.#target, folder),
    });
    const ms = performance.now() - begun;
    if (exitCode !== 0) throw new Error(`yardstick.sh ${yardstickArguments(call).join(' ')} ended with ${exitCode ?? 'a signal'}:\n${all}`);
    return { ms, parts: partsOfScript(all, ms), output: all };
  }

  #abraDir(): string {
    const folder = mkdtempSync(join(this.root, 'abra-'));
    mkdirSync(join(folder, 'servers', this.#target.server), { recursive: true });
    mkdirSync(join(folder, 'recipes'));
    if (this.#target.catalogue !== undefined) cpSync(this.#target.catalogue, join(folder, 'catalogue'), { recursive: true });
    return folder;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
