/** The ABRA_DIR of a run: its own, so that the operator's is never written and two runs never share a checkout. */
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Target } from '../settings/target.ts';
import { abraDirOf, dependenciesAbraDirOf } from './run-facts.ts';

/** Makes `servers/<server>`, copies the catalogue and leaves `recipes/` empty: a run that is taken up again may test another version. */
export async function prepareAbraDir(folder: string, { server, catalogue }: Pick<Target, 'server' | 'catalogue'>): Promise<void> {
  const bring = catalogue === undefined ? (to: string) => mkdir(to) : (to: string) => cp(catalogue, to, { recursive: true });
  await prepare(folder, server, bring);
}

/** Both halves of a run. They share one copy of the catalogue: it is the same, and abra's processes share it within a half as well. */
export async function prepareAbraDirs(runFolder: string, target: Pick<Target, 'server' | 'catalogue'>): Promise<void> {
  const [ofTests, ofDependencies] = [abraDirOf(runFolder), dependenciesAbraDirOf(runFolder)];
  await Promise.all([
    prepareAbraDir(ofDependencies, target),
    // Not the other way round: that of the dependencies outlives the tests' where a provider stays warm.
    prepare(ofTests, target.server, to => symlink(relative(ofTests, join(ofDependencies, 'catalogue')), to)),
  ]);
}

async function prepare(folder: string, server: string, bringCatalogue: (to: string) => Promise<unknown>): Promise<void> {
  await Promise.all(['recipes', 'catalogue', '.recipe-harness'].map(name => rm(join(folder, name), { recursive: true, force: true })));
  await Promise.all([
    mkdir(join(folder, 'servers', server), { recursive: true, mode: 0o700 }),
    mkdir(join(folder, 'recipes'), { recursive: true, mode: 0o700 }),
  ]);
  await bringCatalogue(join(folder, 'catalogue'));
}
