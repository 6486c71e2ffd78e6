/** `[secrets] x = "env:NAME"` in a recipe file: which variable of the environment holds the value. */
import type { Recipe } from './recipe-schema.ts';

/** The variable that a given secret names; undefined where its text is the value itself. */
export function variableOf(given: string): string | undefined {
  return /^env:(.*)$/s.exec(given)?.[1];
}

/** All variables that the recipes take secrets from. */
export function secretVariables(recipes: readonly Pick<Recipe, 'secrets'>[]): string[] {
  return recipes.flatMap(({ secrets }) => Object.values(secrets).flatMap(given => variableOf(given) ?? []));
}
