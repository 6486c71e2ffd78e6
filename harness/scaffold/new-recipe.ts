/** Starts the tests of a recipe: reads it, and writes its recipe file, its overlay with gaps, and its PARITY page. Deploys nothing, overwrites nothing. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { type Recipe, recipeSchema } from '../settings/recipe-schema.ts';
import { isPath, type Settings } from '../settings/settings.ts';
import { shownPath } from '../settings/toml-file.ts';
import { withoutCredentials } from '../settings/tokens.ts';
import { overlayText } from './overlay-file.ts';
import { parityText } from './parity-page.ts';
import { readSource } from './read-source.ts';
import { recipeFileText } from './recipe-file.ts';
import type { RecipeFacts } from './recipe-facts.ts';
import { specFiles } from './spec-files.ts';

export interface Written {
  readonly facts: RecipeFacts;
  /** The new files, with the lines on which something is to be filled in. */
  readonly files: readonly { readonly file: string; readonly gaps: readonly number[] }[];
}

/**
 * @param source as the command line has it: paths relative to the working directory
 * @throws HarnessError `ERR_RECIPE_NAME`, `ERR_RECIPE_TAKEN`, `ERR_RECIPE_UNKNOWN`, `ERR_NOT_A_RECIPE`, and whatever fetching throws
 */
export async function newRecipe(settings: Settings, name: string, source: Recipe['source'], progress: Progress): Promise<Written> {
  const file = join(settings.recipesFolder, `${name}.toml`);
  const overlay = join(settings.overlaysFolder, name);
  const parity = join(settings.root, 'PARITY', `${name}.md`);
  requireName(name);
  requireFree(name, [file, overlay, parity]);
  const recipe: Recipe = { ...recipeSchema.parse({ source: fromHere(source), memory: '1G' }), name, file, overlay: undefined };
  const abraDir = await mkdtemp(join(tmpdir(), 'recipe-harness-new-'));
  try {
    const facts = await readSource(settings, recipe, abraDir, progress);
    const specs = specFiles(facts);
    const texts: [string, string][] = [
      [file, recipeFileText(name, fromTheFile(source, dirname(file)), facts)],
      [join(overlay, 'overlay.ts'), overlayText(name, facts)],
      ...specs.map(({ path, text }): [string, string] => [join(overlay, path), text]),
      [parity, parityText(name, relative(settings.root, overlay), specs)],
    ];
    writeAll(texts);
    return { facts, files: texts.map(([path, text]) => ({ file: shownPath(path), gaps: gapsIn(text) })) };
  } finally {
    await rm(abraDir, { recursive: true, force: true });
  }
}

function requireName(name: string): void {
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return;
  throw new HarnessError({
    code: 'ERR_RECIPE_NAME', fault: 'user', message: `${JSON.stringify(name)} cannot be a recipe's name here: it is a file's, a Playwright project's and a part of DNS names.`,
    wayOut: 'Use lower-case letters, digits and hyphens; where the catalogue spells it otherwise, add --catalogue <its name>.',
  });
}

function requireFree(name: string, places: readonly string[]): void {
  const taken = places.filter(existsSync).map(shownPath);
  if (taken.length === 0) return;
  throw new HarnessError({
    code: 'ERR_RECIPE_TAKEN', fault: 'user', message: `${name} is there already: ${taken.join(', ')}. Nothing was written.`,
    wayOut: `Work on what is there, remove it, or choose another name and say --catalogue ${name}.`, facts: { taken },
  });
}

/** For the fetch: whole paths. */
function fromHere({ git, path, ...rest }: Recipe['source']): Recipe['source'] {
  return { ...rest, ...(git === undefined ? {} : { git: isPath(git) ? resolve(git) : git }), ...(path === undefined ? {} : { path: resolve(path) }) };
}

/** For the recipe file: paths relative to it, unless they were whole; no password. */
function fromTheFile({ git, path, ...rest }: Recipe['source'], folder: string): Recipe['source'] {
  const near = (place: string): string => place.startsWith('/') ? place : relative(folder, resolve(place)).replace(/^(?!\.)/, './');
  return { ...rest, ...(git === undefined ? {} : { git: isPath(git) ? near(git) : withoutCredentials(git) }), ...(path === undefined ? {} : { path: near(path) }) };
}

/** All or nothing; what appeared meanwhile is not overwritten. */
function writeAll(texts: readonly (readonly [string, string])[]): void {
  const written: string[] = [];
  try {
    for (const [file, text] of texts) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) rmSync(file);
    throw error;
  }
}

function gapsIn(text: string): number[] {
  return text.split('\n').flatMap((line, index) => /\bgap[<(]|\bfill in\b|\bA GUESS\b/i.test(line) ? [index + 1] : []);
}
