/** An empty folder in which `npm install` of the packed library has just ended: what it would bring lies in this repository already. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { packLibrary } from '../lab/suite/user-project.ts';
import { repository, suiteEnvironment } from '../lab/suite/run-suite.ts';

export interface Project {
  /** Everything, to be removed. */
  readonly parent: string;
  readonly tarball: string;
  /** As somebody types it in the project's folder; the exit code is not judged. */
  type(command: string): Promise<{ exitCode: number | undefined; output: string }>;
  path(file: string): string;
  /** Puts what the tarball and the registries would bring where `npm install` puts it. */
  install(): Promise<void>;
}

/** @param name of the folder that the page makes */
export async function packedProject(name: string): Promise<Project> {
  const parent = mkdtempSync(join(tmpdir(), 'enroll-'));
  const tarball = await packLibrary();
  const root = join(parent, name);
  const own = join(repository, 'node_modules');
  return {
    parent, tarball,
    async type(command) {
      const { exitCode, all } = await execa('bash', ['-euo', 'pipefail', '-c', command], {
        cwd: root, all: true, reject: false, stdin: 'ignore',
        env: suiteEnvironment({ PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, npm_config_offline: 'true', npm_config_update_notifier: 'false' }),
      });
      return { exitCode, output: all };
    },
    path: file => join(root, file),
    async install() {
      const modules = join(root, 'node_modules');
      const library = join(modules, 'recipe-harness');
      mkdirSync(library, { recursive: true });
      for (const each of readdirSync(own).filter(entry => entry !== '.bin')) symlinkSync(join(own, each), join(modules, each));
      cpSync(join(own, '.bin'), join(modules, '.bin'), { recursive: true, verbatimSymlinks: true });
      await execa('tar', ['-xzf', tarball, '-C', library, '--strip-components=1']);
      const { bin } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8')) as { bin: Record<string, string> };
      for (const [command, file] of Object.entries(bin)) {
        symlinkSync(join('..', 'recipe-harness', file), join(modules, '.bin', command));
        chmodSync(join(library, file), 0o755);
      }
    },
  };
}
