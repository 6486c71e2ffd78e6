/** What a run has to say of a recipe, for machines: everything that was learned of it, in the schema's order. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Proofs } from '../gate/sabotage/proof.ts';
import { packageRoot } from '../package.ts';
import type { MemoryUsed } from '../run/memory.ts';
import type { UnderTest } from '../run/under-test.ts';
import type { Verdict } from '../run/verdicts.ts';
import type { RecipeVerdict } from './judge.ts';
import type { LevelGiven } from './level/of-run.ts';
import type { OverlayFindings } from './overlay-lint.ts';
import type { Suppressions } from './overlay-suppressions.ts';
import { parityOf } from './parity.ts';
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
  overlayLint: OverlayFindings;
  /** By recipe. */
  declared: ReadonlyMap<string, Results['declared']>;
  secretSearch: Results['secretSearch'];
  build: Results['build'];
  level: (verdict: RecipeVerdict) => LevelGiven;
}

/** @param picture its file, beside the results */
export function resultsOf(verdict: RecipeVerdict, init: ResultsInit, picture: string | null): Results {
  const { recipe, word, fault, partial, genericOnly, problems } = verdict;
  const told = init.told.of(recipe);
  const ids = new Set(verdict.tests.filter(test => test.problem).map(test => test.id));
  const given = init.level(verdict);
  const { level } = given;
  const overlayLint = init.overlayLint.get(recipe);
  return {
    schema: 2,
    recipe,
    run: init.told.run ?? null,
    level: level === null ? null : { ...level, rungs: level.rungs.map(rung => ({ ...rung })) },
    levelUnknown: given.level === null ? given.why : null,
    picture,
    verdict: word,
    fault: fault ?? null,
    exitCode: init.exitCode,
    partial,
    genericOnly,
    narrowedBy: [...init.narrowedBy],
    underTest: shown(told.underTest),
    build: init.build,
    cold: told.cold,
    startedAt: init.startedAt.toISOString(),
    durationMs: Math.round(init.durationMs),
    versions: versions(init.told),
    stages: told.stages.map(stage => ({ ...stage, services: [...stage.services] })),
    disk: told.disk === undefined ? null : { services: { ...told.disk } },
    memory: memoryOf(told.memory),
    tests: verdict.tests.map(({ id: _id, recipe: _recipe, purpose: _purpose, ...test }) => ({ ...test, steps: test.steps ?? [] })),
    lint: { suppressions: (init.suppressions.get(recipe) ?? []).map(found => ({ ...found, rules: [...found.rules] })), recipe: told.lint === undefined ? null : [...told.lint], overlay: overlayLint === undefined ? null : [...overlayLint] },
    declared: init.declared.get(recipe) ?? [],
    parity: parityOf(init.root, recipe),
    leftovers: [...told.leftovers],
    secretSearch: init.secretSearch,
    problems: [...problems],
    notRun: verdict.notRun.map(({ recipe: _recipe, ...found }) => found),
    proof: init.proofs.get(recipe) ?? null,
    verdicts: init.verdicts.filter(found => found.recipe === recipe && ids.has(found.testId)).map(({ testId: _testId, ...found }) => found),
  };
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
