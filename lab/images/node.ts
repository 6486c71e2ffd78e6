/** Node from the npm registry, as upstream built it for this machine's architecture, with the headers that addons are compiled against. */
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm-command.ts';
import { artefact, keyOf } from './store.ts';

/** Puts the program into `<tree>/usr/local/bin`. */
export async function installNode(version: string, tree: string, cacheFolder: string): Promise<void> {
  const folder = join(tree, 'usr/local/bin');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  copyFileSync(join(await nodeFolder(version, cacheFolder), 'bin/node'), join(folder, 'node'));
  chmodSync(join(folder, 'node'), 0o755);
}

/** The folder that holds `bin/node` and `include/node`. */
export async function nodeFolder(version: string, cacheFolder: string): Promise<string> {
  const name = `node-linux-${process.arch}`;
  const made = await artefact(cacheFolder, 'node', keyOf(name, version), async (half) => {
    await npm(['install', '--prefix', half, '--ignore-scripts', '--no-save', `${name}@${version}`], { cwd: half });
  });
  return join(made, 'node_modules', name);
}
