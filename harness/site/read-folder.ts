/** What a folder of results tells: its recipes, each with its newest whole run and its history, and what could not be read, with the reason. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { levelShown } from '../report/level/level-shown.ts';
import { readResults } from '../report/read-results.ts';
import type { Results } from '../report/results-schema.ts';
import { pictureOf } from './pictures.ts';

/** A run in short; its own page tells the rest. */
export interface Run {
  /** Name of its page, and of its file in history: the moment of its begin and its id. */
  readonly id: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Null where the run says nothing of it. */
  readonly level: number | null;
  readonly verdict: Results['verdict'];
  readonly fault: Results['fault'];
  readonly partial: boolean;
  readonly cold: boolean;
  readonly commit: string | null;
  readonly version: string | null;
  readonly heldBy: string | null;
}

export interface Unreadable {
  /** As it lies in the folder of results. */
  readonly file: string;
  readonly reason: string;
}

export interface Recipe {
  /** Safe as a part of a path. */
  readonly name: string;
  /** Of the newest whole run; null where none can be read. */
  readonly newest: Results | null;
  /** The name of the newest whole run's page. */
  readonly newestId: string | null;
  /** Null where the newest whole run says none, or may not be the newest. */
  readonly level: number | null;
  /** Why the level is not known though there are runs. */
  readonly levelUnknown: string | null;
  /** The newest first, narrowed ones among them. */
  readonly runs: readonly Run[];
  /** Files beside its results: its app's picture, and the card. */
  readonly picture: string | null;
  readonly card: string | null;
  readonly unreadable: readonly Unreadable[];
}

export interface Folder {
  /** By name. */
  readonly recipes: readonly Recipe[];
  /** What is no recipe's folder. */
  readonly unreadable: readonly Unreadable[];
}

/** Each run that was read, once, in no order: so that no more than one need be held at once. */
export type EachRun = (results: Results, run: Run) => void;

export function readFolder(folder: string, now = new Date()): Folder {
  const { names, unreadable } = recipeFolders(folder);
  return { recipes: names.map(name => readRecipe(folder, name, now)), unreadable };
}

const nameOfARecipe = /^[a-z0-9][a-z0-9._-]{0,99}$/i;

/** Folders that may be a recipe's, and those that may not. Files beside them are nobody's results. */
export function recipeFolders(folder: string): { names: string[]; unreadable: Unreadable[] } {
  const names: string[] = [];
  const unreadable: Unreadable[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort(byName)) {
    if (entry.isSymbolicLink()) unreadable.push({ file: entry.name, reason: 'it is a symbolic link, which is not followed' });
    else if (entry.isDirectory() && nameOfARecipe.test(entry.name)) names.push(entry.name);
    else if (entry.isDirectory() && !entry.name.startsWith('.')) unreadable.push({ file: entry.name, reason: 'its name is no name of a recipe' });
  }
  return { names, unreadable };
}

export function readRecipe(folder: string, name: string, now: Date, each: EachRun = () => undefined): Recipe {
  const here = join(folder, name);
  const runs = new Map<string, Run>();
  const unreadable: Unreadable[] = [];
  let newest: { results: Results; run: Run } | undefined;
  for (const { file, refused } of resultFiles(here)) {
    const read = refused === undefined ? readOwn(join(here, file), name, now) : { unreadable: refused };
    if ('unreadable' in read) {
      unreadable.push({ file: join(name, file), reason: read.unreadable });
      continue;
    }
    const run = inShort(read.results);
    if (runs.has(run.id)) continue;
    runs.set(run.id, run);
    if (!run.partial && (newest === undefined || run.startedAt > newest.run.startedAt)) newest = { results: read.results, run };
    each(read.results, run);
  }
  const levelUnknown = doubt(unreadable.map(({ file }) => file.slice(name.length + 1)), newest?.run);
  return {
    name, newest: newest?.results ?? null, newestId: newest?.run.id ?? null,
    level: levelUnknown === null ? newest?.run.level ?? null : null, levelUnknown,
    runs: [...runs.values()].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1)),
    picture: pictureOf(here, newest?.results.picture ?? null),
    // The card is of one run only, and that may not be the one that can be read.
    card: pictureOf(here, newest === undefined || levelUnknown !== null ? null : 'card.png'), unreadable,
  };
}

/** A file that cannot be read may tell of the newest run: then an older one's level is not shown for it. */
function doubt(unreadable: readonly string[], newest: Run | undefined): string | null {
  const mayBeNewer = (file: string): boolean => newest === undefined || file.slice(historyFolder.length, historyFolder.length + 19) >= newest.id.slice(0, 19);
  const doubtful = unreadable.find(file => ['', 'results.json', 'history'].includes(file) || (file.startsWith(historyFolder) && mayBeNewer(file)));
  return doubtful === undefined ? null : `${doubtful || 'its folder'} cannot be read`;
}

const historyFolder = 'history/';

interface ResultFile {
  /** Empty for the recipe's folder itself. */
  readonly file: string;
  /** Why it is not read. */
  readonly refused: string | undefined;
}

/** The newest first, so that a run that lies twice is read from where it was written last. */
function resultFiles(here: string): ResultFile[] {
  const entries = entriesOf(here);
  if (typeof entries === 'string') return [{ file: '', refused: entries }];
  const own = ['results.json', 'partial.json'].flatMap(file => entries.filter(entry => entry.name === file).map(entry => asFile(file, entry.isFile())));
  const history = entries.find(entry => entry.name === 'history');
  if (history === undefined) return own;
  if (!history.isDirectory()) return [...own, { file: 'history', refused: 'it is no folder, and is not followed' }];
  const past = entriesOf(join(here, 'history'));
  if (typeof past === 'string') return [...own, { file: 'history', refused: past }];
  return [...own, ...past.filter(entry => entry.name.endsWith('.json')).sort(byName).reverse().map(entry => asFile(`${historyFolder}${entry.name}`, entry.isFile()))];
}

function asFile(file: string, regular: boolean): ResultFile {
  return { file, refused: regular ? undefined : 'it is no regular file, and is not followed' };
}

/** What lies in a folder, or why that cannot be told: one recipe's folder keeps no other one from its pages. */
function entriesOf(folder: string): Dirent[] | string {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return `it cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
  }
}

const aDay = 86_400_000;

function readOwn(file: string, name: string, now: Date): ReturnType<typeof readResults> {
  const read = readResults(file);
  if ('unreadable' in read) return read;
  if (read.results.recipe !== name) return { unreadable: 'it tells of another recipe than its folder' };
  // Whatever lies there would be the newest for ever.
  if (Date.parse(read.results.startedAt) - now.getTime() > aDay) return { unreadable: 'it begins in the future' };
  return read;
}

function inShort(results: Results): Run {
  return {
    id: runId(results), startedAt: new Date(results.startedAt), durationMs: results.durationMs, level: levelShown(results),
    verdict: results.verdict, fault: results.fault, partial: results.partial, cold: results.cold,
    commit: results.underTest?.commit ?? null, version: results.underTest?.version ?? null, heldBy: results.level?.heldBy?.rung ?? null,
  };
}

/** As the file in history is called; what a run's id is not made of is left out. */
export function runId({ startedAt, run }: Pick<Results, 'startedAt' | 'run'>): string {
  return `${startedAt.replaceAll(':', '-').slice(0, 40)}-${(run ?? 'none').replace(/[^a-z0-9-]/gi, '').slice(0, 40)}`;
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
