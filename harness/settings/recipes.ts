/** Reads recipes/<name>.toml: one recipe by name, or all of them for the project list. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nearest } from './nearest.ts';
import { overlayOf, type OverlayPlaces } from './overlays.ts';
import { recipeSchema, type Recipe } from './recipe-schema.ts';
import type { Settings } from './settings.ts';
import { SettingsError, type Problem } from './settings-error.ts';
import { readToml, shownPath, type TomlResult } from './toml-file.ts';

type Folders = Pick<Settings, 'recipesFolder'> & OverlayPlaces;

/** All recipes of the project, sorted by name. Mistakes in several files are told together. */
export function loadRecipes(settings: Folders): Recipe[] {
  const results = recipeNames(settings).map(name => read(settings, name));
  const wrong = results.filter(result => 'problems' in result);
  if (wrong.length > 0) {
    const code = wrong.length === 1 ? wrong[0]?.code : undefined;
    const details = wrong.flatMap(result => result.detail ?? []);
    throw new SettingsError(code ?? 'ERR_SETTINGS_INVALID', wrong.flatMap(result => result.problems), details.length > 0 ? details.join('\n\n') : undefined);
  }
  return results.flatMap(result => 'value' in result ? [result.value] : []);
}

/**
 * One recipe by name.
 *
 * @throws SettingsError `ERR_RECIPE_UNKNOWN`, with the nearest names, when there is no such file.
 */
export function loadRecipe(settings: Folders, name: string): Recipe {
  const known = recipeNames(settings);
  if (!known.includes(name)) throw unknown(settings, name, known);
  const result = read(settings, name);
  if ('value' in result) return result.value;
  throw new SettingsError(result.code, result.problems, result.detail);
}

/** The names of all recipes of the project, sorted. */
export function recipeNames(settings: Pick<Settings, 'recipesFolder'>): string[] {
  if (!existsSync(settings.recipesFolder)) return [];
  return readdirSync(settings.recipesFolder).filter(file => file.endsWith('.toml')).map(file => file.slice(0, -'.toml'.length)).sort();
}

function read(settings: Folders, name: string): TomlResult<Recipe> {
  const file = join(settings.recipesFolder, `${name}.toml`);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    const problem: Problem = { file: shownPath(file), key: 'file name', value: name, what: 'a recipe file is named by lower-case letters, digits and hyphens.', wayOut: 'Rename the file.' };
    return { code: 'ERR_SETTINGS_INVALID', problems: [problem] };
  }
  const result = readToml(file, recipeSchema);
  if (!('value' in result)) return result;
  return { value: { ...result.value, source: located(result.value.source, dirname(file)), name, file, overlay: overlayOf(settings, name) } };
}

/** Paths in a recipe file are relative to it; from here on they are absolute. */
function located(source: Recipe['source'], folder: string): Recipe['source'] {
  const at = (place: string): string => /^\.{1,2}\//.test(place) ? resolve(folder, place) : place;
  return {
    ...source,
    ...(source.path === undefined ? {} : { path: resolve(folder, source.path) }),
    ...(source.git === undefined ? {} : { git: at(source.git) }),
    ...(source.upstream === undefined ? {} : { upstream: at(source.upstream) }),
  };
}

function unknown(settings: Folders, name: string, known: string[]): SettingsError {
  const near = nearest(name, known);
  const folder = shownPath(settings.recipesFolder);
  const wayOut = near.length > 0 ? `Did you mean ${near.join(' or ')}?`
    : known.length > 0 ? `Choose one of: ${known.join(', ')}.`
      : `Write ${join(folder, `${name}.toml`)}.`;
  return new SettingsError('ERR_RECIPE_UNKNOWN', [{ file: folder, key: 'recipe', value: name, what: `there is no recipe "${name}".`, wayOut }]);
}
