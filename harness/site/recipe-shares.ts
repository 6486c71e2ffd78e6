/** Reads the recipes and writes their pages, on several cores where there are many runs: reading and checking them is nearly all of the work. */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageModule } from '../package.ts';
import { writeRecipe } from './write-recipe.ts';
import type { Recipe } from './read-folder.ts';

export interface Share {
  readonly from: string;
  readonly draft: string;
  readonly names: readonly string[];
  readonly builtAt: Date;
}

/** Below, a second core takes longer to start than it saves. */
const worthAWorker = 400;
const mostWorkers = 8;
/** As many runs this thread has told while the others are yet being loaded. */
const headStart = 300;

/** @returns the recipes in the order of their names */
export async function writeRecipes(share: Share): Promise<Recipe[]> {
  const sizes = share.names.map(name => ({ name, size: runsOf(join(share.from, name)) })).sort((a, b) => b.size - a.size);
  const all = sizes.reduce((sum, { size }) => sum + size, 0);
  const workers = Math.max(1, Math.min(mostWorkers, availableParallelism(), Math.floor(all / worthAWorker)));
  const shares = Array.from({ length: workers }, (): string[] => []);
  const loads = shares.map((_share, at) => at === 0 ? -headStart : 0);
  for (const { name, size } of sizes) {
    const least = loads.indexOf(Math.min(...loads));
    shares[least]?.push(name);
    loads[least] = (loads[least] ?? 0) + size;
  }
  const [own = [], ...others] = shares;
  const elsewhere = others.map(names => workerFor({ ...share, names }));
  try {
    const recipes = (await Promise.all([...elsewhere.map(answerOf), inThisThread(own, share)])).flat();
    return share.names.flatMap(name => recipes.find(recipe => recipe.name === name) ?? []);
  } finally {
    await Promise.all(elsewhere.map(worker => worker.terminate()));
  }
}

async function inThisThread(names: readonly string[], share: Share): Promise<Recipe[]> {
  return names.map(name => writeRecipe(share, name));
}

function workerFor(share: Share): Worker {
  return new Worker(packageModule('harness/site/recipe-worker'), { workerData: share });
}

function answerOf(worker: Worker): Promise<Recipe[]> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', code => reject(new Error(`A worker that reads results ended with ${code} and no answer.`)));
  });
}

function runsOf(folder: string): number {
  try {
    return readdirSync(join(folder, 'history')).length + 1;
  } catch {
    return 1;
  }
}
