/** The catalogue: a JSON object of recipes with their repositories and published versions. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fatal } from '../fatal.ts';

export interface CatalogueEntry {
  name: string;
  category: string;
  description: string;
  repository: string;
  default_branch: string;
  /** One object a version, oldest first. */
  versions: Record<string, Record<string, { image: string; tag: string }>>[];
}

export type Catalogue = Record<string, CatalogueEntry>;

/** Reads `catalogue/recipes.json` of abra's folder; where it has none, the lab's own. */
export async function readCatalogue(abraDir: string): Promise<Catalogue> {
  const own = join(abraDir, 'catalogue', 'recipes.json');
  const path = existsSync(own) ? own : await labCatalogue();
  if (path === undefined) throw new Fatal(`open ${own}: no such file or directory`);
  return JSON.parse(readFileSync(path, 'utf8')) as Catalogue;
}

async function labCatalogue(): Promise<string | undefined> {
  const { readLab } = await import('../../state.ts');
  const path = join(readLab().folder, 'catalogue', 'recipes.json');
  return existsSync(path) ? path : undefined;
}

/** The entry of one recipe. */
export async function catalogueEntry(abraDir: string, recipe: string): Promise<CatalogueEntry> {
  const entry = (await readCatalogue(abraDir))[recipe];
  if (entry === undefined) throw new Fatal(`${recipe} does not exist?`);
  return entry;
}
