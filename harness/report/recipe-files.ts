/** What a whole run leaves beside a recipe's results: its badge, and the results once more among those of earlier runs. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { badgeSvg, shieldsEndpoint } from './badge/badge.ts';
import { type Claimed, levelShown } from './level/level-shown.ts';
import type { Results } from './results-schema.ts';
import { filesIn } from './scrub.ts';

export function resultsFolder(root: string, recipe: string): string {
  return path.join(root, 'results', recipe);
}

/** Whoever reads meanwhile finds the old file or the new one, never half of one. */
export function putFile(file: string, content: Buffer | string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    writeFileSync(`${file}.new`, content);
    renameSync(`${file}.new`, file);
  } finally {
    rmSync(`${file}.new`, { force: true });
  }
}

/** The old one may say more than is true by now. */
export function dropBadge(folder: string): void {
  for (const name of badgeNames) rmSync(path.join(folder, name), { force: true });
}

const badgeNames = ['badge.svg', 'badge.json'] as const;

/** Where it cannot be written anew, there is none. */
export function putBadge(folder: string, results: Claimed): void {
  const level = levelShown(results) ?? undefined;
  dropBadge(folder);
  putFile(path.join(folder, 'badge.svg'), badgeSvg({ level }));
  putFile(path.join(folder, 'badge.json'), `${JSON.stringify(shieldsEndpoint({ level }), null, 2)}\n`);
}

/** As many as are kept of one recipe. */
export const keptRuns = 200;

/** Its own names only: whatever else lies there is somebody's. */
const ownName = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}Z-[\w-]+\.json$/;

export function historyName({ startedAt, run }: Pick<Results, 'startedAt' | 'run'>): string {
  return `${startedAt.replaceAll(':', '-')}-${run ?? 'none'}.json`;
}

export function putHistory(folder: string, results: Pick<Results, 'startedAt' | 'run'>, content: Buffer): string {
  const history = path.join(folder, 'history');
  const file = path.join(history, historyName(results));
  putFile(file, content);
  const runs = readdirSync(history).filter(name => ownName.test(name)).sort();
  for (const name of runs.slice(0, Math.max(0, runs.length - keptRuns))) rmSync(path.join(history, name), { force: true });
  return file;
}

/** Files below the recipes' folders of results that this run has written: those of earlier ones were searched for the secrets of their time. */
export function writtenSince(root: string, recipes: readonly string[], since: Date): string[] {
  return filesIn(recipes.map(recipe => resultsFolder(root, recipe))).filter(file => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= since.getTime());
}
