/** The results that lie at a place: a file, the folder of one recipe, or the folder of all. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { HarnessError } from '../errors.ts';
import { readResults } from './read-results.ts';
import type { Results } from './results-schema.ts';

/** By recipe; throws where there are none, and where any of them cannot be read: a comparison with a part of them would look like one with all. */
export function resultsIn(place: string): ReadonlyMap<string, Results> {
  const files = filesAt(place);
  if (files.length === 0) {
    throw new HarnessError({
      code: 'ERR_NO_RESULTS', fault: 'user', message: `No results lie at ${place}.`,
      wayOut: 'Name a results.json, a folder that holds one, or the folder results/ of a project; a run of a whole recipe writes it.',
    });
  }
  const read = files.map(file => ({ file, read: readResults(file) }));
  const unreadable = read.flatMap(({ file, read }) => 'unreadable' in read ? [`${file}: ${read.unreadable}`] : []);
  if (unreadable.length > 0) {
    throw new HarnessError({
      code: 'ERR_RESULTS_UNREADABLE', fault: 'user', message: `${unreadable.length === 1 ? 'One file of results' : `${unreadable.length} files of results`} cannot be read.`,
      wayOut: 'Run the recipe again with this version of the harness, or compare with another file.', detail: unreadable.join('\n'),
    });
  }
  return new Map(read.flatMap(({ read }) => 'results' in read ? [[read.results.recipe, read.results] as const] : []));
}

function filesAt(place: string): string[] {
  const kind = statSync(place, { throwIfNoEntry: false });
  if (kind === undefined || !kind.isDirectory()) return kind === undefined ? [] : [place];
  const own = path.join(place, 'results.json');
  if (existsSync(own)) return [own];
  return readdirSync(place).sort().map(name => path.join(place, name, 'results.json')).filter(file => existsSync(file));
}
