/** How much memory a recipe's app has used, written down when the run ends: the results are made when its containers are gone. */
import { appendLine, readLines } from './json-lines.ts';

/** Bytes; of the recipe's own app, without what it depends on. */
export interface MemoryUsed {
  readonly recipe: string;
  /** The most that all services used at one look. */
  readonly peak: number;
  readonly services: Readonly<Record<string, number>>;
}

export function noteMemory(runFolder: string, used: MemoryUsed): void {
  appendLine(runFolder, 'memory', used);
}

/** By recipe. */
export function readMemory(runFolder: string): Map<string, MemoryUsed> {
  return new Map((readLines(runFolder, 'memory') as MemoryUsed[]).map(used => [used.recipe, used]));
}
