/** Brings up what an app depends on, before its only deploy: one of each for the whole run, of its own making or a warm one. */
import { liveDependency, requestApp, type Context } from '../app/requests.ts';
import { namesOf } from '../app/workplace.ts';
import { HarnessError } from '../errors.ts';
import { noteLearned } from '../run/learned.ts';
import { acquireLock, appLock } from '../run/lock.ts';
import { attachRun } from '../run/open.ts';
import type { Run } from '../run/run.ts';
import { runFolder } from '../run/run-facts.ts';
import { loadRecipe } from '../settings/recipes.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { DependencyDownError, dependencyFailed } from './errors.ts';
import { directDependencies } from './graph.ts';
import { grant } from './grant.ts';
import { requireStanding } from './standing.ts';
import { type Dependency, findWarm } from './warm.ts';

/** Another worker may be deploying it. */
const waitForOthersMs = 30 * 60_000;

/**
 * The apps that this one depends on, running, by their recipes; its grants are written down. Quick where all is there already.
 *
 * @throws DependencyDownError where one of them was there in this run and is not any more
 */
export async function bringUpDependencies(run: Run, recipe: Recipe, context: Context): Promise<ReadonlyMap<string, Dependency>> {
  const found = new Map<string, Dependency>();
  for (const { name } of directDependencies(recipe)) found.set(name, await bringUp(run.dependencies(), loadRecipe(run.settings, name), recipe.name, context));
  if (found.size > 0) await grant(run, recipe, found, context);
  return found;
}

async function bringUp(run: Run, recipe: Recipe, dependent: string, context: Context): Promise<Dependency> {
  const { domain } = namesOf(run, recipe);
  await using _lock = await acquireLock(appLock(run.settings.stateFolder, `${domain}, for others`), {
    what: `bring up ${recipe.name} for ${dependent}`, waitMs: waitForOthersMs,
    onWait: holder => context.progress.note(`waiting for process ${holder.pid}: ${holder.what}`),
  });
  const dependency = await chosenBefore(run, recipe, dependent, context) ?? await choose(run, recipe, dependent, context);
  await requireStanding(dependency.app, dependent);
  if (dependency.owner.id !== run.id) noteLearned(run.folder, { kind: 'warm', dependent }, line => context.progress.note(line));
  return dependency;
}

/** What the run has made or taken already: another one would know nothing of what this one has granted. */
async function chosenBefore(run: Run, recipe: Recipe, dependent: string, context: Context): Promise<Dependency | undefined> {
  const { domain } = namesOf(run, recipe);
  const view = run.ledger.view();
  const taken = view.taken.get(recipe.name);
  if (!taken && view.apps.get(domain)?.state !== 'healthy') return undefined;
  const owner = taken ? (await attachRun(runFolder(run.settings.stateFolder, taken.owner))).dependencies() : run;
  const app = await liveDependency(owner, recipe, context);
  if (app) return { owner, app };
  throw new DependencyDownError({ recipe: recipe.name, domain: taken?.domain ?? domain }, dependent, ['is not there any more'], []);
}

async function choose(run: Run, recipe: Recipe, dependent: string, context: Context): Promise<Dependency> {
  const warm = run.settings.warm ? await findWarm(run, recipe, context) : undefined;
  if (warm) {
    run.ledger.append({ kind: 'taken', recipe: recipe.name, domain: warm.app.domain, owner: warm.owner.id });
    return warm;
  }
  await bringUpDependencies(run, recipe, context);
  try {
    return { owner: run, app: await requestApp(run, recipe, 'dependency', context) };
  } catch (error) {
    throw error instanceof HarnessError ? dependencyFailed(recipe.name, dependent, error) : error;
  }
}
