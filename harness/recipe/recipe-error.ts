/** What can be wrong with a recipe's source, its ref under test, or its files. */
import { HarnessError, type HarnessErrorInit } from '../errors.ts';

export type RecipeErrorCode =
  /** The source cannot be fetched or read. */
  | 'ERR_RECIPE_SOURCE'
  /** No such branch, tag or commit. */
  | 'ERR_REF_UNKNOWN'
  /** No such release. */
  | 'ERR_RELEASE_UNKNOWN'
  /** A file of the recipe is missing or cannot be understood. */
  | 'ERR_RECIPE_FILE'
  /** A release's tree that is never clean. */
  | 'ERR_RECIPE_TREE'
  /** A variable that the compose file insists on has no value. */
  | 'ERR_ENV_MISSING'
  /** A value that no .env file can hold. */
  | 'ERR_ENV_VALUE';

export class RecipeError extends HarnessError {
  declare readonly code: RecipeErrorCode;

  constructor(init: HarnessErrorInit & { code: RecipeErrorCode }) {
    super(init);
  }
}
