/** Which apps an app depends on: read from the recipe files, in the order in which they are deployed. */
import { loadRecipe, recipeNames } from '../settings/recipes.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { Settings } from '../settings/settings.ts';
import { cyclic, unknownDependency } from './errors.ts';

type Folders = Parameters<typeof loadRecipe>[0] & Pick<Settings, 'recipesFolder'>;
type Needs = Pick<Recipe, 'requires' | 'test_requires' | 'sso'>;

/** The recipes that a recipe names itself, each with the key that names it. */
export function directDependencies({ requires, test_requires, sso }: Needs): { readonly name: string; readonly key: string }[] {
  const named = [
    ...requires.map(name => ({ name, key: 'requires' })),
    ...test_requires.map(name => ({ name, key: 'test_requires' })),
    ...(sso ? [{ name: sso.provider, key: 'sso.provider' }] : []),
  ];
  return named.filter(({ name }, at) => named.findIndex(other => other.name === name) === at);
}

/**
 * All that a recipe needs, directly or not; what is needed comes before what needs it.
 *
 * @throws SettingsError `ERR_DEPENDENCY_UNKNOWN` with the nearest names, `ERR_DEPENDENCY_CYCLE` with the way round
 */
export function dependenciesOf(settings: Folders, recipe: Recipe): Recipe[] {
  const ordered = new Map<string, Recipe>();
  const known = recipeNames(settings);
  const visit = (one: Recipe, way: readonly Recipe[]): void => {
    for (const { name, key } of directDependencies(one)) {
      if (way.some(other => other.name === name)) throw cyclic([...way, one].map(each => each.name), one, name, key);
      if (ordered.has(name)) continue;
      if (name === one.name) throw cyclic([one.name], one, name, key);
      if (!known.includes(name)) throw unknownDependency(one, name, key, known);
      const dependency = loadRecipe(settings, name);
      visit(dependency, [...way, one]);
      ordered.set(name, dependency);
    }
  };
  visit(recipe, []);
  return [...ordered.values()];
}

/** Recipes and all that they need, each once. */
export function withDependencies(settings: Folders, recipes: readonly Recipe[]): Recipe[] {
  return [...new Map(recipes.flatMap(recipe => [recipe, ...dependenciesOf(settings, recipe)]).map(recipe => [recipe.name, recipe])).values()];
}
