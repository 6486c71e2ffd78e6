/** Python software from wheels: fetched with this machine's settings, unpacked for the image's Python, nothing run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages } from '../engine/packages.ts';
import { LabError } from '../errors.ts';
import { artefact, keyOf, type Log } from './store.ts';
import { cleanEnvironment } from './environment.ts';

interface Wheels {
  folder: string;
  requirements: readonly string[];
}

/** Debian bookworm's Python, and the platforms whose wheels its libc can load. */
const target = ['--python-version', '3.11', '--implementation', 'cp', '--only-binary=:all:', '--no-deps'];
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const platforms = ['manylinux_2_28', 'manylinux_2_24', 'manylinux2014', 'manylinux1'].flatMap((name) => ['--platform', `${name}_${machine}`]);

/** Puts the requirements' packages into `<tree><folder>`, as `PYTHONPATH` wants them. */
export async function installWheels(wheels: Wheels, tree: string, cacheFolder: string, log: Log): Promise<void> {
  if (!(await hasPip())) await ensurePackages(log, ['python3-pip']);
  const downloaded = await artefact(cacheFolder, 'wheels', keyOf(wheels.requirements, machine), async (half) => {
    const list = join(half, 'requirements.txt');
    writeFileSync(list, wheels.requirements.join('\n') + '\n');
    // The caller's environment says how to reach the registry (an index, a certificate), but not what else to take.
    await pip(['download', '--quiet', ...target, ...platforms, '--dest', half, '--requirement', list], callersNetwork());
  });
  const folder = join(tree, wheels.folder);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const list = join(downloaded, 'requirements.txt');
  await pip(['install', '--quiet', ...target, ...platforms, '--no-compile', '--no-index', '--find-links', downloaded, '--target', folder, '--requirement', list], cleanEnvironment());
}

async function hasPip(): Promise<boolean> {
  return !(await execa('/usr/bin/python3', ['-m', 'pip', '--version'], { env: cleanEnvironment(), extendEnv: false, reject: false })).failed;
}

function callersNetwork(): NodeJS.ProcessEnv {
  const { PIP_FIND_LINKS: _wheels, PYTHONPATH: _path, PYTHONHOME: _home, ...rest } = process.env;
  return rest;
}

async function pip(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const result = await execa('/usr/bin/python3', ['-m', 'pip', '--disable-pip-version-check', '--no-input', ...args], { env, extendEnv: false, all: true, reject: false, stdin: 'ignore' });
  if (!result.failed) return;
  throw new LabError({
    code: 'ERR_LAB_IMAGE_WHEELS',
    message: `pip failed: ${result.shortMessage ?? 'no reason given'}.`,
    wayOut: 'read the output below; check that pip reaches its index from this machine.',
    detail: (result.all ?? '').split('\n').slice(-15).join('\n'),
  });
}
