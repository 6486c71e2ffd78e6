/** results/<recipe>/results.json: the verdict of the last whole run for machines; beside it partial.json, of the last one that was narrowed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Proofs } from '../gate/sabotage/proof.ts';
import { packageRoot } from '../package.ts';
import type { MemoryUsed } from '../run/memory.ts';
import type { UnderTest } from '../run/under-test.ts';
import type { Verdict } from '../run/verdicts.ts';
import type { RecipeVerdict } from './judge.ts';
import type { Suppressions } from './overlay-suppressions.ts';
import { placePicture } from './place-picture.ts';
import type { Results } from './results-schema.ts';
import type { ToldByRun } from './told-by-run.ts';

export interface ResultsInit {
  root: string;
  startedAt: Date;
  durationMs: number;
  narrowedBy: readonly string[];
  exitCode: number;
  verdicts: readonly Verdict[];
  proofs: Proofs;
  told: ToldByRun;
  suppressions: Suppressions;
  /** Undefined where the run never had one. */
  runFolder: string | undefined;
  /** Takes secrets out of what is written. */
  clean: (bytes: Buffer) => Buffer;
}

/** Writes one file per recipe and returns the paths. A narrowed run does not replace what a whole one has found. */
export function writeResults(recipes: readonly RecipeVerdict[], init: ResultsInit): string[] {
  return recipes.map(verdict => {
    const { recipe, word, fault, partial, genericOnly, problems } = verdict;
    const told = init.told.of(recipe);
    const ids = new Set(verdict.tests.filter(test => test.problem).map(test => test.id));
    const file = path.join(init.root, 'results', recipe, partial ? 'partial.json' : 'results.json');
    const results: Results = {
      schema: 2,
      recipe,
      run: init.told.run ?? null,
      level: null,
      picture: partial ? null : placePicture(init.runFolder, recipe, path.dirname(file)),
      verdict: word,
      fault: fault ?? null,
      exitCode: init.exitCode,
      partial,
      genericOnly,
      narrowedBy: [...init.narrowedBy],
      underTest: shown(told.underTest),
      build: null,
      cold: told.cold,
      startedAt: init.startedAt.toISOString(),
      durationMs: Math.round(init.durationMs),
      versions: versions(init.told),
      stages: told.stages.map(stage => ({ ...stage, services: [...stage.services] })),
      disk: told.disk === undefined ? null : { services: { ...told.disk } },
      memory: memoryOf(told.memory),
      tests: verdict.tests.map(({ id: _id, recipe: _recipe, purpose: _purpose, ...test }) => ({ ...test, steps: [] })),
      lint: { suppressions: (init.suppressions.get(recipe) ?? []).map(found => ({ ...found, rules: [...found.rules] })), recipe: told.lint === undefined ? null : [...told.lint], overlay: null },
      declared: [],
      parity: null,
      leftovers: [...told.leftovers],
      secretSearch: null,
      problems: [...problems],
      notRun: verdict.notRun.map(({ recipe: _recipe, ...found }) => found),
      proof: init.proofs.get(recipe) ?? null,
      verdicts: init.verdicts.filter(found => found.recipe === recipe && ids.has(found.testId)).map(({ testId: _testId, ...found }) => found),
    };
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, init.clean(Buffer.from(`${JSON.stringify(results, null, 2)}\n`)));
    return file;
  });
}

function shown(found: UnderTest | undefined): Results['underTest'] {
  if (found === undefined) return null;
  const { ref, commit, version = null, dirty, base = null, dependencies = {} } = found;
  return { ref, commit, version, dirty, base, dependencies };
}

function memoryOf(used: MemoryUsed | undefined): Results['memory'] {
  return used === undefined ? null : { peak: used.peak, services: { ...used.services } };
}

function versions({ abra, engine }: Pick<ToldByRun, 'abra' | 'engine'>): Results['versions'] {
  const versionIn = (file: string): string => (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  return {
    harness: versionIn(path.join(packageRoot, 'package.json')),
    playwright: versionIn(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
    node: process.versions.node,
    abra: abra ?? null,
    engine: engine ?? null,
  };
}
