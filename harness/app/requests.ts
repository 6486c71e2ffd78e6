/** What tests ask for: an app in a state. The run's ledger answers with the one that is there, or a new one is made. */
import type { Progress } from '../progress.ts';
import type { Run } from '../run/run.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { InstalledApp } from './installed-app.ts';

/** `fresh`: the head installed from nothing. `base`: the previous release installed from nothing. `head`: any healthy head. */
export type Want = 'fresh' | 'base' | 'head';

export interface Context {
  /** Which of the runner's parallel slots asks: one slot holds one recipe's app at a time. */
  readonly slot: number;
  readonly progress: Progress;
}

export function requestApp(run: Run, recipe: Recipe, want: Want, context: Context): Promise<InstalledApp> {
  return notBuilt(run, recipe.name, want, context);
}

/** Deploys the head under test over the running release. */
export function upgradeToHead(run: Run, app: InstalledApp, context: Context): Promise<InstalledApp> {
  return notBuilt(run, app, context);
}

/** The disaster: stack and volumes removed, .env and secrets kept, the same version deployed again. */
export function redeployFromNothing(run: Run, app: InstalledApp, context: Context): Promise<InstalledApp> {
  return notBuilt(run, app, context);
}

/** Says that an app is no longer what a test may build upon; the next request makes a new one. */
export function markUnfit(run: Run, app: InstalledApp, why: string): Promise<void> {
  return notBuilt(run, app, why);
}

/** Removes the recipe's app of this run and proves that nothing of it is left; LeftoversError names each thing that is. */
export function teardownApp(run: Run, recipe: string, context: Context): Promise<void> {
  return notBuilt(run, recipe, context);
}

/** The release that the head is upgraded from, and why that one; undefined where there is no earlier release. */
export function previousReleaseOf(run: Run, recipe: Recipe, context: Context): Promise<{ tag: string; reason: string } | undefined> {
  return notBuilt(run, recipe, context);
}

function notBuilt(...given: unknown[]): Promise<never> {
  return Promise.reject(new Error(`not built: ${given.length}`));
}
