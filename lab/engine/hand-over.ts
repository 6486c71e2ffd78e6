/** What the lab hands to others as files: the Docker context, the commands in `bin/`, and `target.toml`. */
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { stringify } from 'smol-toml';
import { LabError } from '../errors.ts';
import { writeWhole, type Lab } from '../state.ts';
import { hostEnd } from './identity.ts';

/** The same suffix as this very file: `.ts` in the repository, `.js` in the package. */
const suffix = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** The absolute path of a program of the lab, named without its suffix, as `ingress/watcher`. */
export function labProgram(name: string): string {
  return fileURLToPath(new URL(`../${name}${suffix}`, import.meta.url));
}

export async function writeContext(lab: Lab): Promise<void> {
  const folder = join(lab.folder, 'docker-config');
  if (existsSync(join(folder, 'config.json'))) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // By Debian's own client: another one may come first on PATH.
  const docker = (...args: string[]) => execa('/usr/bin/docker', ['context', ...args], { env: { DOCKER_CONFIG: folder }, reject: false });
  // Refused where an interrupted `up` has made it already; then it is there to be used.
  const made = await docker('create', lab.server, '--description', 'recipe-harness lab', '--docker', `host=unix://${lab.socket}`);
  const used = await docker('use', lab.server);
  if (!used.failed) return;
  throw new LabError({
    code: 'ERR_LAB_CONTEXT',
    message: `Docker's client could not be given the context "${lab.server}" in ${folder}.`,
    wayOut: `see what it says below; delete ${folder} and run \`npm run lab:up\`.`,
    detail: [made.stderr, used.stderr].join('\n').trim(),
  });
}

/**
 * Writes the lab's commands. They stay those of the copy of this program that started the lab: another copy that finds it running, say an installed
 * package, may be gone tomorrow, and the next run of the first would find no abra. Where what they name is gone, they become this copy's.
 */
export function writeCommands(lab: Pick<Lab, 'folder'>): void {
  const bin = join(lab.folder, 'bin');
  const commands = { abra: [labProgram('abra/main')], 'lab-images': [labProgram('cli'), 'images'] };
  if (Object.keys(commands).every(name => isWhole(join(bin, name)))) return;
  mkdirSync(bin, { recursive: true, mode: 0o700 });
  for (const [name, words] of Object.entries(commands)) writeCommand(join(bin, name), lab, words);
}

/** Whether a command stands there, and the Node and the program that it names as well. */
function isWhole(file: string): boolean {
  if (!existsSync(file)) return false;
  const named = [...readFileSync(file, 'utf8').matchAll(/ '(\/.*?)'(?= )/g)].map(([, word = '']) => word.replaceAll(`'\\''`, "'"));
  return named.length > 0 && named.every(existsSync);
}

function writeCommand(file: string, lab: Pick<Lab, 'folder'>, words: string[]): void {
  const line = ['exec', 'env', quoted(`LAB_STATE=${lab.folder}`), quoted(process.execPath), ...words.map(quoted), '"$@"'].join(' ');
  writeWhole(file, `#!/bin/sh\n${line}\n`, 0o700);
  chmodSync(file, 0o700);
}

export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export function targetFile(lab: Pick<Lab, 'folder'>): string {
  return join(lab.folder, 'target.toml');
}

/** Written last: where it stands, the lab is whole. */
export function writeTarget(lab: Lab): void {
  const target = {
    abra: join(lab.folder, 'bin', 'abra'),
    server: lab.server,
    docker: `unix://${lab.socket}`,
    zone: lab.zone,
    address: lab.address,
    mail_address: hostEnd(lab.address),
    ca: lab.ca.certificate,
    catalogue: join(lab.folder, 'catalogue'),
    docker_config: join(lab.folder, 'docker-config'),
    pull: 'missing',
    pull_command: [join(lab.folder, 'bin', 'lab-images')],
  };
  writeWhole(targetFile(lab), `# Written by the lab at each start; the schema is that of harness.toml.\n${stringify({ target })}`);
}
