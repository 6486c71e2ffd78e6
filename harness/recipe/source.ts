/** Brings a recipe's repository into the private ABRA_DIR, from the catalogue, a git URL or a working tree. */
import { cp, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Abra } from '../abra/abra.ts';
import type { Progress } from '../progress.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { withoutCredentials } from '../settings/tokens.ts';
import { git } from './git.ts';
import { RecipeError } from './recipe-error.ts';

/** Clones into `folder`; `path` replaces the recipe file's own source. */
export async function obtain(recipe: Recipe, folder: string, { abra, path }: { abra: Abra; path: string | undefined }, progress: Progress): Promise<void> {
  const { source } = recipe;
  const place = path ?? source.path ?? source.git;
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  if (place !== undefined) {
    if (path !== undefined || source.path !== undefined) await requireWorkingTree(place);
    const from = withoutCredentials(place);
    await progress.step(`clone ${from}`, () => git(dirname(folder), ['clone', '--quiet', '--no-checkout', '--', place, folder], `Cloning ${from}`));
  } else {
    await fromCatalogue(recipe, folder, abra, progress);
  }
  if (source.upstream !== undefined) {
    const { upstream } = source;
    const shown = withoutCredentials(upstream);
    // Forced: where mirror and upstream differ about a tag, upstream's is the release.
    await progress.step(`fetch release tags from ${shown}`, () =>
      git(folder, ['fetch', '--quiet', '--no-tags', '--', upstream, '+refs/tags/*:refs/tags/*'], `Fetching tags from ${shown}`));
  }
}

async function fromCatalogue(recipe: Recipe, folder: string, abra: Abra, progress: Progress): Promise<void> {
  const name = recipe.source.catalogue ?? recipe.name;
  await abra.recipe.fetch(name, {}, progress);
  const fetched = join(dirname(folder), name);
  if (fetched !== folder) await cp(fetched, folder, { recursive: true, verbatimSymlinks: true });
  await stat(join(folder, '.git')).catch(() => {
    throw new RecipeError({
      code: 'ERR_RECIPE_SOURCE', fault: 'harness', message: `\`abra recipe fetch ${name}\` ended well, but left no clone in ${fetched}.`,
      wayOut: 'Run `npm run abra:facts`: this abra differs from what the harness believes of it.',
    });
  });
}

async function requireWorkingTree(path: string): Promise<void> {
  const found = await stat(join(path, '.git')).catch(() => undefined);
  if (found !== undefined) return;
  const exists = await stat(path).catch(() => undefined);
  throw new RecipeError({
    code: 'ERR_RECIPE_SOURCE', fault: 'user', message: exists === undefined ? `There is no folder ${path}.` : `${path} is not the top folder of a git working tree.`,
    wayOut: exists === undefined ? 'Correct the path.' : 'Name the top folder of the recipe\'s clone, or make it one with `git init` and a first commit.', facts: { path },
  });
}
