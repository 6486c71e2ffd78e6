/** `recipe fetch`: clones, and the newest commits and tags of those that are there. */
import { existsSync } from 'node:fs';
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import type { Session } from '../session.ts';
import { readCatalogue } from './catalogue.ts';
import { ensureClone, fetchTags, requireClean } from './checkout.ts';
import { recipeFolder } from './folder.ts';

export async function fetchRecipes(session: Session, recipe: string | undefined, flags: { all?: boolean; force?: boolean }): Promise<void> {
  if (recipe === undefined && !flags.all) throw new Fatal('missing [recipe], or --all/-a');
  if (recipe !== undefined && flags.all) throw new Fatal('cannot use [recipe] and --all/-a together');
  const names = recipe === undefined ? Object.keys(await readCatalogue(session.abraDir)) : [recipe];
  for (const name of names) {
    const existed = existsSync(recipeFolder(session.abraDir, name));
    const folder = await ensureClone(session, name);
    if (existed) {
      if (!flags.force) await requireClean(folder, name);
      await fetchTags(session, folder);
    }
    log.info(`${name} ${existed ? 'updated' : 'fetched'}`);
  }
}
