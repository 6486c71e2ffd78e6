/** Writes the whole site: as a draft, which takes the old one's place when it is whole. */
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { HarnessError } from '../errors.ts';
import { fileTrouble } from './file-trouble.ts';
import { sitePages } from './pages.ts';
import type { Recipe } from './read-folder.ts';
import { recipeFolders } from './read-folder.ts';
import { writeRecipes } from './recipe-shares.ts';
import { clearDead, marker, placeFor, putInPlace } from './site-place.ts';

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
  try {
    return await write(from, out, builtAt);
  } catch (error) {
    throw fileTrouble(error, { results, out, from });
  }
}

async function write(from: string, out: string, builtAt: Date): Promise<Written> {
  const place = placeFor(out, from);
  clearDead(place);
  const work = mkdtempSync(join(place.workshop, `${marker}-`));
  const giveUp = (): never => { rmSync(work, { recursive: true, force: true }); process.exit(130); };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, giveUp);
  try {
    // One of its own: the folder for the work is for nobody else to look into, and a web server would find a site made of it shut.
    const draft = join(work, 'site');
    mkdirSync(draft);
    const written = await writeInto(draft, from, builtAt);
    putInPlace(draft, join(work, 'old'), place);
    return { ...written, index: join(place.to, 'index.html') };
  } finally {
    for (const signal of signals) process.removeListener(signal, giveUp);
    rmSync(work, { recursive: true, force: true });
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
