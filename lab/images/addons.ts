/** Native addons: compiled on this machine for the images' Node, once for each version of a package, whichever image asks for it. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages, missingPackages } from '../engine/packages.ts';
import { LabError } from '../errors.ts';
import type { NodeVersion } from './definition.ts';
import { cleanEnvironment } from './environment.ts';
import { nodeFolder } from './node.ts';
import { npm } from './npm-command.ts';
import { artefact, keyOf, type Log } from './store.ts';

interface Installed {
  /** Where `node_modules` is. */
  folder: string;
  node: string;
  version: NodeVersion;
  cacheFolder: string;
  before: string;
}

/** Compiles every copy that the tree has of these packages. */
export async function compileAddons(names: readonly string[], installed: Installed, log: Log): Promise<void> {
  if (names.length > 0) await ensurePackages(log, missingPackages(['g++', 'make', 'python3']));
  for (const name of names) {
    for (const copy of await copiesOf(name, installed.folder)) {
      const { version } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as { version: string };
      cpSync(await compiled(name, version, installed, log), copy, { recursive: true });
    }
  }
}

async function copiesOf(name: string, folder: string): Promise<string[]> {
  const { stdout } = await execa('find', ['.', '-type', 'd', '-path', `*/node_modules/${name}`], { cwd: folder, env: cleanEnvironment(), extendEnv: false });
  const copies = stdout.split('\n').filter((path) => path !== '').map((path) => join(folder, path));
  if (copies.length > 0) return copies;
  throw new LabError({
    code: 'ERR_LAB_IMAGE_ADDON',
    message: `An addon is to be compiled that nothing depends on any more: ${name}.`,
    wayOut: 'take it out of `compile` in the definition of the image.',
  });
}

/** In a folder with nothing else. The same bytes for the same input cannot be had from every compiler run; one run serves all images. */
async function compiled(name: string, version: string, { node, version: { version: nodeVersion, headers = nodeVersion }, cacheFolder, before }: Installed, log: Log): Promise<string> {
  const made = await artefact(cacheFolder, 'addons', keyOf(name, version, nodeVersion, headers, process.arch), async (half) => {
    log(`compiling ${name} ${version} for Node ${nodeVersion}`);
    const work = join(half, 'work');
    mkdirSync(work);
    writeFileSync(join(work, 'package.json'), JSON.stringify({ private: true, dependencies: { [name]: version }, allowScripts: { [name]: true } }));
    await npm(['install', '--ignore-scripts', '--before', `${before}T23:59:59Z`], { cwd: work, node });
    await npm(['rebuild', name], { cwd: work, node, headers: await nodeFolder(headers, cacheFolder) });
    const whole = join(work, 'node_modules', name);
    const needed = ['(', '-name', '*.o', '-o', '-name', '*.a', '-o', '-name', '*.d', '-o', '-name', 'obj.target', '-o', '-name', '.deps', ')'];
    await execa('find', ['.', ...needed, '-prune', '-exec', 'rm', '-rf', '{}', '+'], { cwd: whole, env: cleanEnvironment(), extendEnv: false });
    const { stdout } = await execa('find', ['.', '-name', '*.node', '-print', '-quit'], { cwd: whole, env: cleanEnvironment(), extendEnv: false });
    if (stdout === '') {
      throw new LabError({ code: 'ERR_LAB_IMAGE_ADDON', message: `Compiling ${name} ${version} gave no addon.`, wayOut: 'take it out of `compile` in the definition of the image, or see how the package is compiled.' });
    }
    cpSync(whole, join(half, 'package'), { recursive: true });
    rmSync(work, { recursive: true });
  });
  return join(made, 'package');
}
