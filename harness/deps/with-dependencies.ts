/** An app with all that it depends on, as one test asks for them; and whose doing it may be when that test fails. */
import type { InstalledApp } from '../app/installed-app.ts';
import { type Context, requestApp, type Want } from '../app/requests.ts';
import type { Run } from '../run/run.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { bringUpDependencies } from './bring-up.ts';
import { directDependencies } from './graph.ts';
import { requireStanding } from './standing.ts';
import type { Dependency } from './warm.ts';

export class WithDependencies {
  readonly #run: Run;
  readonly #recipe: Recipe;
  readonly #context: Context;
  #dependencies: ReadonlyMap<string, Dependency> = new Map();
  /** By the engine's clock; what a dependency did before it was healthy is no trouble. */
  #since: number | undefined;

  constructor(run: Run, recipe: Recipe, context: Context) {
    this.#run = run;
    this.#recipe = recipe;
    this.#context = context;
  }

  /** The app in the state that is wanted, after all that it needs. */
  async request(want: Want): Promise<InstalledApp> {
    if (directDependencies(this.#recipe).length > 0) await this.#seeTo();
    this.#since ??= (await this.#run.engine()).now();
    return requestApp(this.#run, this.#recipe, want, this.#context);
  }

  async #seeTo(): Promise<void> {
    const { name } = this.#recipe;
    this.#dependencies = await this.#context.progress.step(`see to what ${name} depends on`, () => bringUpDependencies(this.#run, this.#recipe, this.#context));
  }

  /**
   * After a failure: says so where something that the app depends on has stopped since it was asked for.
   *
   * @throws DependencyDownError
   */
  async blame(): Promise<void> {
    for (const [name, { app }] of this.#dependencies) {
      await this.#context.progress.step(`look whether ${name} still stands`, () => requireStanding(app, this.#recipe.name, this.#since));
    }
  }
}
