/** A worker's whole work: the recipes of its share. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Share } from './recipe-shares.ts';
import { writeRecipe } from './write-recipe.ts';

const share = workerData as Share;
parentPort?.postMessage(share.names.map(name => writeRecipe(share, name)));
