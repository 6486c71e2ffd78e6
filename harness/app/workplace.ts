/** All that an act upon one app needs at hand: its names in this run, its recipe's checkout, the engine. */
import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { EnvFile } from '../recipe/env-file.ts';
import { RecipeCheckout } from '../recipe/checkout.ts';
import { appName, hostName, stackName } from '../run/naming.ts';
import { mailServerOf } from '../mail/server-file.ts';
import type { Run } from '../run/run.ts';
import { noteUnderTest } from '../run/under-test.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { Engine } from '../swarm/engine.ts';
import type { RunNames } from './app-env.ts';
import { readGrants } from './grants.ts';
import { judgeOwnOverlay } from './own-overlay.ts';

/** Who asks, and to whom it is told. */
export interface Context {
  /** Which of the runner's parallel slots asks: one slot holds one recipe's app at a time. */
  readonly slot: number;
  readonly progress: Progress;
}

export interface AppNames extends RunNames {
  readonly stack: string;
}

export interface Workplace extends Context {
  readonly run: Run;
  readonly recipe: Recipe;
  readonly names: AppNames;
  readonly checkout: RecipeCheckout;
  readonly engine: Engine;
}

export async function workplaceOf(run: Run, recipe: Recipe, { slot, progress }: Context): Promise<Workplace> {
  const [engine, checkout] = await Promise.all([run.engine(), checkoutOf(run, recipe, progress)]);
  const names = namesOf(run, recipe);
  return { run, recipe, slot, progress, engine, checkout, names: { ...names, grants: await readGrants(run, names.domain) } };
}

export function namesOf(run: Run, recipe: Pick<Recipe, 'name' | 'hosts' | 'mail'>): AppNames {
  const { id, half, folder, target: { zone } } = run;
  const seed = half === 'tests' ? id : `${id}/${half}`;
  const domain = appName(seed, recipe.name, zone);
  const hosts = Object.fromEntries(Object.keys(recipe.hosts).map(host => [host, hostName(seed, recipe.name, host, zone)]));
  return { domain, hosts, stack: stackName(domain), ...(recipe.mail ? { mail: mailServerOf(folder) } : {}) };
}

export function envPath(run: Run, domain: string): string {
  return join(run.abraDir, 'servers', run.target.server, `${domain}.env`);
}

export function readEnv({ run, names }: Pick<Workplace, 'run' | 'names'>): EnvFile {
  return EnvFile.read(envPath(run, names.domain));
}

const checkouts = new Map<string, Promise<RecipeCheckout>>();

/** One checkout of a recipe for each process and run. */
export function checkoutOf(run: Run, recipe: Recipe, progress: Progress): Promise<RecipeCheckout> {
  const key = join(run.abraDir, recipe.name);
  const known = checkouts.get(key);
  if (known) return known;
  const fetched = RecipeCheckout.fetch(recipe, { abra: run.abra(), abraDir: run.abraDir, underTest: run.settings.underTest }, progress).then(checkout => {
    if (run.half === 'dependencies') return checkout;
    judgeOwnOverlay(run, recipe, checkout, progress);
    const { version, ...head } = checkout.head;
    noteUnderTest(run.folder, recipe.name, { ...head, ...(version === undefined ? {} : { version }) });
    return checkout;
  });
  checkouts.set(key, fetched);
  // A fetch that failed may succeed for the next test: a network comes back.
  fetched.catch(() => checkouts.delete(key));
  return fetched;
}
