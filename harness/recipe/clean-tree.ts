/** A release that git never has clean: abra refuses to deploy it plainly, on every machine. */
import { git } from './git.ts';
import { RecipeError } from './recipe-error.ts';

/**
 * Looks at a tree that was checked out just now: nothing in it may differ from its commit.
 *
 * @throws RecipeError `ERR_RECIPE_TREE`, naming the files that do.
 */
export async function requireCleanTree(folder: string, release: string): Promise<void> {
  const files = (await git(folder, ['status', '--porcelain', '--no-renames'])).split('\n').filter(line => line !== '').map(line => line.slice(3));
  if (files.length === 0) return;
  const shown = files.slice(0, 5).join(', ') + (files.length > 5 ? ` and ${files.length - 5} more` : '');
  throw new RecipeError({
    code: 'ERR_RECIPE_TREE', fault: 'recipe',
    message: `The release ${release} is not clean even when git has just checked it out (${shown}); abra does not deploy such a tree.`,
    wayOut: 'Make .gitattributes agree with the files as they are committed (`git add --renormalize .`), and release again.',
    facts: { folder, release, files },
  });
}
