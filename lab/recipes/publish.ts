/** Publishes the lab's recipes: a git repository each, and the catalogue that names them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../engine/lock.ts';
import { writeWhole, type Lab } from '../state.ts';
import { catalogueEntry, type CatalogueEntry } from './catalogue.ts';
import { ensureRepository } from './repository.ts';
import { recipeSources } from './sources.ts';

/** Idempotent, and quick where the sources are as they were. */
export async function publishRecipes(lab: Pick<Lab, 'folder'>): Promise<void> {
  const folder = join(lab.folder, 'recipes');
  await withLock(`recipe-harness-recipes-${folder.slice(-80)}`, async () => {
    const entries = await Promise.all(recipeSources().map(async (source): Promise<[string, CatalogueEntry]> =>
      [source.name, catalogueEntry(source, await ensureRepository(source, folder))]));
    const catalogue = join(lab.folder, 'catalogue');
    mkdirSync(catalogue, { recursive: true, mode: 0o700 });
    writeWhole(join(catalogue, 'recipes.json'), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
  });
}
