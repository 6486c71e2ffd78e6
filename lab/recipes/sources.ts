/** The sources of the lab's recipes: per recipe one folder a release, in order, and perhaps `head`, what came after the newest. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';

export interface RecipeSource {
  name: string;
  /** Oldest first. Each holds the files that it adds to what was before, or changes. */
  steps: readonly Step[];
  /** Over every path, mode and byte. */
  hash: string;
}

export interface Step {
  /** The release's tag; undefined for what is not released yet. */
  tag: string | undefined;
  folder: string;
}

const sourcesFolder = fileURLToPath(new URL('.', import.meta.url));

export function recipeSources(folder: string = sourcesFolder): RecipeSource[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return names.map((name) => {
    const recipe = join(folder, name);
    const tags = readdirSync(recipe).filter((entry) => semver.valid(entry) !== null).sort(semver.compareBuild);
    const steps: Step[] = tags.map((tag) => ({ tag, folder: join(recipe, tag) }));
    if (readdirSync(recipe).includes('head')) steps.push({ tag: undefined, folder: join(recipe, 'head') });
    return { name, steps, hash: hashOf(recipe) };
  });
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths) hash.update(`${path.slice(folder.length)}\0${isExecutable(path)}\0`).update(readFileSync(path));
  return hash.digest('hex').slice(0, 32);
}

function isExecutable(path: string): boolean {
  return (statSync(path).mode & 0o100) !== 0;
}
