/** Where a recipe's clone lies: `recipes/<name>`, or host and path of a git URL joined by underscores. */
import { join } from 'node:path';

/** Whether a recipe is named by its repository rather than by the catalogue. */
export function isUrl(recipe: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//.test(recipe);
}

/** The name of the recipe's folder. */
export function folderName(recipe: string): string {
  if (!isUrl(recipe)) return recipe;
  const { host, pathname } = new URL(recipe);
  const path = pathname.replace(/\.git$/, '').replace(/^\/+/, '');
  return [host.replaceAll('.', '_'), ...path.split('/')].filter(Boolean).join('_');
}

/** The recipe's clone. */
export function recipeFolder(abraDir: string, recipe: string): string {
  return join(abraDir, 'recipes', folderName(recipe));
}

/** The short name that lint and `.env.sample` speak of. */
export function shortName(recipe: string): string {
  if (!isUrl(recipe)) return recipe;
  return new URL(recipe).pathname.replace(/\.git$/, '').split('/').filter(Boolean).at(-1) ?? recipe;
}
