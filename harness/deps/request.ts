/** What tests ask for, with all that it needs: its dependencies first, then the app itself. */
import type { InstalledApp } from '../app/installed-app.ts';
import { type Context, requestApp, type Want } from '../app/requests.ts';
import type { Run } from '../run/run.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { bringUpDependencies } from './bring-up.ts';
import { requireStanding } from './standing.ts';
import type { Dependency } from './warm.ts';

export type Dependencies = ReadonlyMap<string, Dependency>;

export async function requestWithDependencies(run: Run, recipe: Recipe, want: Want, context: Context): Promise<{ app: InstalledApp; dependencies: Dependencies }> {
  const dependencies = await bringUpDependencies(run, recipe, context);
  return { dependencies, app: await requestApp(run, recipe, want, context) };
}

/**
 * After a test has failed: says so where something that the app depends on has stopped since then, by the engine's clock.
 *
 * @throws DependencyDownError
 */
export async function blameDependencies(dependencies: Dependencies, dependent: string, since: number, { progress }: Pick<Context, 'progress'>): Promise<void> {
  for (const [name, { app }] of dependencies) {
    await progress.step(`look whether ${name} still stands`, () => requireStanding(app, dependent, since));
  }
}
