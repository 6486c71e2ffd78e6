/** Software of the npm registry: fetched with this machine's settings, resolved as of a day, nothing of it run but the compiler for the addons named. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { compileAddons } from './addons.ts';
import type { NodeVersion, NpmPackages } from './definition.ts';
import { cleanEnvironment } from './environment.ts';
import { nodeFolder } from './node.ts';
import { npm } from './npm-command.ts';
import type { Log } from './store.ts';

/** Puts the packages into `<tree><folder>`, for the Node of this version. */
export async function installNpmPackages(packages: NpmPackages, version: NodeVersion, tree: string, cacheFolder: string, log: Log): Promise<void> {
  const folder = join(tree, packages.folder);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const node = await nodeFolder(version.version, cacheFolder);
  if (packages.unpacked) await unpack(packages, folder);
  else writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages.dependencies, overrides: packages.overrides }, undefined, 2) + '\n');
  await npm(['install', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps', ...asOf(packages.before)], { cwd: folder, node });
  await compileAddons(packages.compile ?? [], { folder, node, version, cacheFolder, before: packages.before }, log);
  await leaveOut(packages.leaveOut ?? [], folder);
}

/** npm takes what was published before this moment. */
export function asOf(day: string): string[] {
  return ['--before', `${day}T23:59:59Z`];
}

async function unpack({ dependencies }: NpmPackages, folder: string): Promise<void> {
  const [only, ...more] = Object.entries(dependencies);
  if (only === undefined || more.length > 0) throw new TypeError('`unpacked` is for one dependency, and for one alone');
  const archive = (await npm(['pack', only.join('@'), '--pack-destination', folder], { cwd: folder })).trim().split('\n').at(-1) ?? '';
  await execa('tar', ['-xzf', join(folder, archive), '-C', folder, '--strip-components=1', '--no-same-owner'], { env: cleanEnvironment(), extendEnv: false });
  rmSync(join(folder, archive));
}

async function leaveOut(patterns: readonly string[], folder: string): Promise<void> {
  if (patterns.length === 0) return;
  const any = patterns.flatMap((pattern, nth) => [...(nth === 0 ? [] : ['-o']), '-path', pattern]);
  await execa('find', ['.', '(', ...any, ')', '-prune', '-exec', 'rm', '-rf', '{}', '+'], { cwd: folder, env: cleanEnvironment(), extendEnv: false });
}
