/** `abra recipe …`. */
import type { Command } from 'commander';
import { refuse } from '../refused.ts';
import { sessionOf } from '../session.ts';

export function addRecipeCommands(root: Command): void {
  const recipe = root.command('recipe').description('manage recipes');
  recipe
    .command('fetch').description('clone recipe(s) locally').argument('[recipe]')
    .option('-a, --all', 'fetch all recipes')
    .option('-f, --force', 'fetch into a tree with changes')
    .action(async (name: string | undefined, flags: object, command: Command) =>
      (await import('./fetch.ts')).fetchRecipes(sessionOf(command), name, flags));
  recipe
    .command('ls').alias('list').description('list recipes')
    .option('-p, --pattern <text>', 'filter by recipe')
    .option('-m, --machine', 'print machine-readable output')
    .action(async (flags: object, command: Command) => (await import('./ls.ts')).listRecipes(sessionOf(command), flags));
  recipe
    .command('versions').description('list recipe versions').argument('<recipe>')
    .option('-m, --machine', 'print machine-readable output')
    .action(async (name: string, flags: object, command: Command) =>
      (await import('./versions.ts')).listVersions(sessionOf(command), name, flags));
  recipe
    .command('lint').description('lint a recipe').argument('<recipe>')
    .option('-C, --chaos', 'ignore uncommitted recipe changes')
    .action(async (name: string, _flags: object, command: Command) =>
      (await import('./lint.ts')).lintRecipe(sessionOf(command), name));
  refuse(recipe, 'diff', 'new', 'release', 'reset', 'sync', 'upgrade');
}
