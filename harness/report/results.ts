/** results/<recipe>/results.json: the verdict of the last run for machines. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from '../package.ts';
import type { RecipeVerdict } from './judge.ts';
import type { Verdict } from './verdicts.ts';

export interface ResultsInit {
  root: string;
  startedAt: Date;
  durationMs: number;
  narrowedBy: readonly string[];
  exitCode: number;
  verdicts: readonly Verdict[];
  /** Takes secrets out of what is written. */
  clean: (bytes: Buffer) => Buffer;
}

/** Writes one file per recipe and returns the paths. */
export function writeResults(recipes: readonly RecipeVerdict[], init: ResultsInit): string[] {
  return recipes.map(verdict => {
    const { recipe, word, fault, partial, problems } = verdict;
    const ids = new Set(verdict.tests.filter(test => test.problem).map(test => test.id));
    const file = path.join(init.root, 'results', recipe, 'results.json');
    const results = {
      recipe,
      verdict: word,
      fault: fault ?? null,
      exitCode: init.exitCode,
      partial,
      narrowedBy: init.narrowedBy,
      startedAt: init.startedAt.toISOString(),
      durationMs: Math.round(init.durationMs),
      versions: versions(),
      tests: verdict.tests.map(({ id: _id, recipe: _recipe, ...test }) => test),
      problems,
      notRun: verdict.notRun.map(({ recipe: _recipe, ...found }) => found),
      verdicts: init.verdicts.filter(found => found.recipe === recipe && (found.testId === undefined || ids.has(found.testId))).map(({ testId: _testId, ...found }) => found),
    };
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, init.clean(Buffer.from(`${JSON.stringify(results, null, 2)}\n`)));
    return file;
  });
}

function versions(): Record<string, string> {
  const versionIn = (file: string): string => (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  return {
    harness: versionIn(path.join(packageRoot, 'package.json')),
    playwright: versionIn(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
    node: process.versions.node,
  };
}
