/** Which recipes a build is about: those named, else those whose repository is the build's. */
import { basename } from 'node:path';
import type { Build } from '../forge/ci-env.ts';
import { services } from '../forge/ci-names.ts';
import { nearest } from '../settings/nearest.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { loadRecipe, recipeNames } from '../settings/recipes.ts';
import type { Settings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';

export interface RecipeOfBuild {
  readonly name: string;
  /** The build's repository is this recipe's: its commit is under test. Otherwise the recipe file says what is. */
  readonly own: boolean;
}

type Project = Parameters<typeof loadRecipe>[0] & Pick<Settings, 'recipesFolder'>;

/** @throws SettingsError where a name is unknown, or none is named and no recipe has this repository */
export function recipesOfBuild(project: Project, { repository, service }: Pick<Build, 'repository' | 'service'>, named: readonly string[]): RecipeOfBuild[] {
  if (named.length > 0) return [...new Set(named)].map(name => ({ name, own: kinship(loadRecipe(project, name), repository) > 0 }));
  const names = recipeNames(project);
  // A neighbour's mistake stops nobody, unless it may be what keeps the recipe from being found.
  const mistakes: Error[] = [];
  const recipes = names.flatMap(name => {
    try {
      return [loadRecipe(project, name)];
    } catch (error) {
      mistakes.push(error as Error);
      return [];
    }
  });
  const closest = Math.max(0, ...recipes.map(recipe => kinship(recipe, repository)));
  const found = closest === 0 ? [] : recipes.filter(recipe => kinship(recipe, repository) === closest);
  if (found.length > 0) return found.map(({ name }) => ({ name, own: true }));
  const [mistake] = mistakes;
  if (mistake !== undefined) throw mistake;
  throw noneOf(project, names, repository, services[service].repository[0] ?? service);
}

/** 2: the source is this repository by owner and name; 1: by its name alone, as a mirror or a fork has it. */
function kinship({ name, source }: Recipe, repository: string): 0 | 1 | 2 {
  const whole = repository.toLowerCase();
  const own = basename(whole);
  if (source.git !== undefined) {
    const place = source.git.toLowerCase().replace(/\/+$/, '').replace(/\.git$/, '');
    if (place.endsWith(`/${whole}`) || place.endsWith(`:${whole}`)) return 2;
    return place.split(/[/:]/).at(-1) === own ? 1 : 0;
  }
  return (source.catalogue ?? name).toLowerCase() === own ? 1 : 0;
}

function noneOf({ recipesFolder }: Project, names: readonly string[], repository: string, variable: string): SettingsError {
  if (names.length === 0) {
    return new SettingsError('ERR_RECIPE_UNKNOWN', [{
      file: recipesFolder, key: 'recipes', what: 'there are no recipe files.', wayOut: 'Run it in the folder of playwright.config.ts and recipes/, or name that with --root.',
    }]);
  }
  const near = nearest(basename(repository), [...names]);
  const wayOut = `Name what is to be tested: \`npx recipe-harness ci ${near[0] ?? names[0] ?? '<recipe>'}\`; or write the recipe file whose source is that repository.`;
  return new SettingsError('ERR_RECIPE_UNKNOWN', [{ file: 'environment', key: variable, value: repository, what: `${variable}="${repository}" is the repository of no recipe in ${recipesFolder}.`, wayOut }]);
}
