/** What a build leaves for people: one folder, in it one for each recipe. */
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';
import { type ReadResults, readResults } from '../report/read-results.ts';

/** Beside the results of a whole run; what is older than the run is another's. */
const besideResults = ['badge.svg', 'badge.json', 'card.png', 'card-dark.png', 'picture.png'];

export interface RecipeArtefacts {
  readonly folder: string;
  /** Of Playwright: told to it, so that they are there even where the build is cut short. */
  readonly htmlReport: string;
  readonly junit: string;
  /** Traces and screenshots of what failed. */
  readonly failures: string;
}

/**
 * Makes the recipe's folder, without what an earlier build has left in it.
 *
 * @throws HarnessError where it cannot be made
 */
export function artefactsOf(artefacts: string, recipe: string): RecipeArtefacts {
  const folder = join(artefacts, recipe);
  const places = { folder, htmlReport: join(folder, 'report'), junit: join(folder, 'junit.xml'), failures: join(folder, 'failures') };
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of ['results.json', 'partial.json', ...besideResults]) rmSync(join(folder, name), { force: true });
    for (const place of [places.htmlReport, places.junit, places.failures]) rmSync(place, { recursive: true, force: true });
  } catch (error) {
    throw new HarnessError({
      code: 'ERR_CI_ARTEFACTS', fault: 'environment', message: `The folder ${folder} cannot be made: ${String(error)}`, wayOut: 'Name a folder that can be written with --artefacts.', cause: error,
    });
  }
  return places;
}

/** Copies what the run has written beside its reports, and reads its results: never those of a run before it. What cannot be read or copied says nothing. */
export function gatherResults(places: RecipeArtefacts, resultsFolder: string, startedAt: Date): ReadResults {
  try {
    return gather(places, resultsFolder, startedAt);
  } catch (error) {
    return { unreadable: `they could not be copied to ${places.folder}: ${(error as NodeJS.ErrnoException).code ?? String(error)}` };
  }
}

function gather({ folder }: RecipeArtefacts, resultsFolder: string, startedAt: Date): ReadResults {
  const fresh = (name: string): boolean => existsSync(join(resultsFolder, name)) && statSync(join(resultsFolder, name)).mtimeMs >= startedAt.getTime();
  const [written] = ['results.json', 'partial.json'].filter(fresh);
  if (written === undefined) return { unreadable: 'the run has written none' };
  copyFileSync(join(resultsFolder, written), join(folder, written));
  if (written === 'results.json') for (const name of besideResults.filter(fresh)) copyFileSync(join(resultsFolder, name), join(folder, name));
  const read = readResults(join(folder, written));
  return 'results' in read && Date.parse(read.results.startedAt) < startedAt.getTime() ? { unreadable: 'they are of an earlier run' } : read;
}
