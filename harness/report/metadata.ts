import type { Results } from './results-schema.ts';

/** What the guard must know of a project, carried in the metadata that Playwright keeps for it. */
export interface RecipeMetadata {
  recipe: string;
  /** Why the recipe never met its real app; such a run is never green. */
  unproven?: string;
  /** Without an overlay: the generic specs stand alone. */
  genericOnly?: boolean;
  /** The folder of its overlay. */
  overlay?: string;
  /** Whether its recipe file names a provider for logins. */
  sso?: boolean;
  declared: Results['declared'];
}
