/** The ABRA_DIR of a run: its own, so that the operator's is never written and two runs never share a checkout. */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '../settings/target.ts';

/** Makes `servers/<server>`, copies the catalogue and leaves `recipes/` empty: a run that is taken up again may test another version. */
export async function prepareAbraDir(folder: string, target: Pick<Target, 'server' | 'catalogue'>): Promise<void> {
  await Promise.all(['recipes', 'catalogue', '.recipe-harness'].map(name => rm(join(folder, name), { recursive: true, force: true })));
  await Promise.all([
    mkdir(join(folder, 'servers', target.server), { recursive: true, mode: 0o700 }),
    mkdir(join(folder, 'recipes'), { recursive: true, mode: 0o700 }),
    target.catalogue === undefined
      ? mkdir(join(folder, 'catalogue'), { recursive: true })
      : cp(target.catalogue, join(folder, 'catalogue'), { recursive: true }),
  ]);
}
