/** Writes the whole site: into a folder beside, which takes the old one's place when it is whole. */
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { HarnessError } from '../errors.ts';
import { sitePages } from './pages.ts';
import type { Recipe } from './read-folder.ts';
import { recipeFolders } from './read-folder.ts';
import { writeRecipes } from './recipe-shares.ts';

/** By this file a folder is known as a site that may be replaced. */
export const marker = '.recipe-harness-site';

const assets = join(import.meta.dirname, 'assets');

export interface Written {
  /** Absolute. */
  readonly index: string;
  readonly recipes: number;
  readonly runs: number;
  /** Files of results that could not be read. */
  readonly unreadable: number;
}

/** @param results holds a folder for each recipe; @param out is new, empty, or a site that this has written */
export async function writeSite(results: string, out: string, builtAt = new Date()): Promise<Written> {
  const from = resultsFolder(results);
  const to = placeFor(out, from);
  const draft = mkdtempSync(join(dirname(to), `.${basename(to)}-`));
  const giveUp = (): never => { rmSync(draft, { recursive: true, force: true }); process.exit(130); };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, giveUp);
  try {
    const written = await writeInto(draft, from, builtAt);
    swap(draft, to);
    return { ...written, index: join(to, 'index.html') };
  } finally {
    for (const signal of signals) process.removeListener(signal, giveUp);
    rmSync(draft, { recursive: true, force: true });
  }
}

async function writeInto(draft: string, from: string, builtAt: Date): Promise<Omit<Written, 'index'>> {
  const { names, unreadable } = recipeFolders(from);
  cpSync(assets, join(draft, 'assets'), { recursive: true });
  const recipes = await writeRecipes({ from, draft, names, builtAt });
  if (recipes.every(recipe => recipe.runs.length === 0 && recipe.unreadable.length === 0)) throw noResults(from);
  for (const recipe of recipes) copyPictures(recipe, from, draft);
  for (const pages of sitePages) {
    for (const { path, text } of pages({ folder: { recipes, unreadable }, builtAt })) {
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      writeFileSync(join(draft, path), text);
    }
  }
  writeFileSync(join(draft, marker), 'Written by `recipe-harness site`, which may replace this folder.\n');
  return {
    recipes: recipes.length, runs: sum(recipes.map(recipe => recipe.runs.length)),
    unreadable: unreadable.length + sum(recipes.map(recipe => recipe.unreadable.length)),
  };
}

function copyPictures({ name, picture, card }: Recipe, from: string, draft: string): void {
  for (const file of [picture, card]) if (file !== null) copyFileSync(join(from, name, file), join(draft, 'recipes', name, file));
}

function resultsFolder(results: string): string {
  const from = resolve(results);
  if (!existsSync(from) || !statSync(from).isDirectory()) {
    throw new HarnessError({
      code: 'ERR_SITE_RESULTS_MISSING', fault: 'user', message: existsSync(from) ? `${results} is no folder.` : `There is no folder ${results}.`,
      wayOut: 'Name the folder that runs write their results to: `results`, with a folder for each recipe.',
    });
  }
  return realpathSync(from);
}

function noResults(from: string): HarnessError {
  return new HarnessError({
    code: 'ERR_SITE_NO_RESULTS', fault: 'user', message: `${from} holds no results: no <recipe>/results.json, partial.json or history/*.json.`,
    wayOut: 'Run `npx playwright test` first, or name the folder that holds its results.',
  });
}

/** Where the site goes: nothing that is not a site is ever replaced. */
function placeFor(out: string, from: string): string {
  const wanted = resolve(out);
  mkdirSync(dirname(wanted), { recursive: true });
  const to = existsSync(wanted) ? realpathSync(wanted) : join(realpathSync(dirname(wanted)), basename(wanted));
  const refused = (message: string): HarnessError => new HarnessError({
    code: 'ERR_SITE_OUT', fault: 'user', message, wayOut: 'Name a new or an empty folder, or one that this command has written; it lies neither in the results nor around them.',
  });
  if (`${to}${sep}`.startsWith(`${from}${sep}`)) throw refused(`${out} lies in the folder of results.`);
  if (`${from}${sep}`.startsWith(`${to}${sep}`)) throw refused(`The results lie in ${out}, which would be replaced.`);
  if (!existsSync(to)) return to;
  if (!statSync(to).isDirectory()) throw refused(`${out} is no folder.`);
  if (readdirSync(to).length > 0 && !existsSync(join(to, marker))) throw refused(`${out} is not empty, and no site of this command.`);
  return to;
}

/** The old site stays until the new one can take its place, and comes back if it cannot. */
function swap(draft: string, to: string): void {
  if (!existsSync(to)) return renameSync(draft, to);
  const old = mkdtempSync(join(dirname(to), `.${basename(to)}-old-`));
  const kept = join(old, 'site');
  try {
    renameSync(to, kept);
    try {
      renameSync(draft, to);
    } catch (error) {
      renameSync(kept, to);
      throw error;
    }
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
