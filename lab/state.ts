/** Where the lab lives and what it is: its state folder, its cache, and `lab.json`, the file that every part of it reads. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { LabError } from './errors.ts';

export interface Lab {
  /** The state folder, absolute and free of symbolic links. */
  folder: string;
  /** The engine's socket, as the host sees it. */
  socket: string;
  /** The ingress, the names' answer and every published port, for the host and for containers alike. */
  address: string;
  zone: string;
  /** The server's name for `abra`, and the name of the Docker context. */
  server: 'lab';
  /** Whether the kernel can balance a service's virtual address. */
  ipvs: boolean;
  /** The host's end of the only link into the lab. */
  link: string;
  /** The parent of all containers' cgroups. */
  cgroup: string;
  cacheFolder: string;
  ca: { certificate: string; key: string };
  /** Process 1 of the lab, as the host sees it. With it dies everything. */
  pid: number;
  /** Start time of that process in clock ticks since boot, and the boot: a pid alone may have been given away. */
  started: string;
  boot: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of lab and runs: RECIPE_HARNESS_STATE, else the user's XDG state folder. */
export function stateRoot(env: Environment = process.env): string {
  return resolve(env['RECIPE_HARNESS_STATE'] || join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'recipe-harness'));
}

/** Images, packages and the root CA, shared by all labs of a user: RECIPE_HARNESS_CACHE, else the user's XDG cache folder. */
export function cacheRoot(env: Environment = process.env): string {
  return resolve(env['RECIPE_HARNESS_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'recipe-harness'));
}

/** The lab's own state folder: LAB_STATE, else `lab` under the state root. */
export function labFolder(env: Environment = process.env): string {
  return env['LAB_STATE'] ? resolve(env['LAB_STATE']) : join(stateRoot(env), 'lab');
}

/** The lab as `lab.json` tells it. That it is written there does not mean that it runs. */
export function readLab(folder: string = labFolder()): Lab {
  const lab = findLab(folder);
  if (lab === undefined) {
    throw new LabError({
      code: 'ERR_LAB_NOT_UP',
      message: `There is no lab in ${folder}.`,
      wayOut: 'run `npm run lab:up`, or set LAB_STATE to the state folder of a lab that is up.',
    });
  }
  return lab;
}

/** Like `readLab`, without an error where there is none. */
export function findLab(folder: string): Lab | undefined {
  const file = join(folder, 'lab.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new LabError({ code: 'ERR_LAB_STATE', message: `${file} cannot be read.`, wayOut: 'run as the user who owns the lab.', cause: error });
  }
  try {
    return JSON.parse(text) as Lab;
  } catch (error) {
    throw new LabError({ code: 'ERR_LAB_STATE', message: `${file} is not JSON.`, wayOut: `delete ${file} and run \`npm run lab:up\`.`, cause: error });
  }
}

/** Writes a file of the lab whole or not at all; readers never see half of it. */
export function writeWhole(file: string, content: string, mode = 0o600): void {
  const half = `${file}.${process.pid}`;
  writeFileSync(half, content, { mode });
  renameSync(half, file);
}

export function writeLab(lab: Lab): void {
  mkdirSync(lab.folder, { recursive: true, mode: 0o700 });
  writeWhole(join(lab.folder, 'lab.json'), `${JSON.stringify(lab, null, 2)}\n`);
}
