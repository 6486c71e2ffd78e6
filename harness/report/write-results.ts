/** results/<recipe>/results.json: the last whole run, with its badge and history; beside it partial.json, of the last one that was narrowed. */
import path from 'node:path';
import { HarnessError } from '../errors.ts';
import { machineTrouble } from '../machine-trouble.ts';
import type { Problem, RecipeVerdict } from './judge.ts';
import { dropBadge, putBadge, putFile, putHistory, resultsFolder } from './recipe-files.ts';
import { placePicture } from './place-picture.ts';
import { resultsOf, type ResultsInit } from './results.ts';

export interface WriteInit extends ResultsInit {
  /** Undefined where the run never had one. */
  runFolder: string | undefined;
  /** Takes secrets out of what is written. */
  clean: (bytes: Buffer) => Buffer;
}

/** Returns the files of results, one a recipe. A narrowed run does not replace what a whole one has found. */
export function writeResults(recipes: readonly RecipeVerdict[], init: WriteInit): string[] {
  return recipes.map(verdict => {
    const folder = resultsFolder(init.root, verdict.recipe);
    // Before anything can fail: what this run has not shown is not told by the badge of an earlier one.
    if (!verdict.partial) dropBadge(folder);
    const results = resultsOf(verdict, init, verdict.partial ? null : placePicture(init.runFolder, verdict.recipe, folder));
    const content = init.clean(Buffer.from(`${JSON.stringify(results, null, 2)}\n`));
    const file = path.join(folder, verdict.partial ? 'partial.json' : 'results.json');
    putFile(file, content);
    if (!verdict.partial) {
      putHistory(folder, results, content);
      putBadge(folder, results);
    }
    return file;
  });
}

/** Why they were not written, as a problem of the run. */
export function notWritten(error: unknown): Problem {
  if (error instanceof HarnessError) return { code: error.code, fault: error.fault, message: error.shortMessage, wayOut: error.wayOut };
  return machineTrouble(String(error)) ?? {
    code: 'ERR_RESULTS_NOT_WRITTEN', fault: 'environment', message: `The results could not be written: ${String(error)}`,
    wayOut: 'Make the folder results/ of the project writable, then run again.',
  };
}
