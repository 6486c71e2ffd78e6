/** What a run's folder tells the results of each recipe: all that was learned on the way, gathered when the run is over. */
import { type DiskOfService, type LintFinding, readLearned, type Stage } from '../run/learned.ts';
import { type MemoryUsed, readMemory } from '../run/memory.ts';
import { readUnderTest, type UnderTest } from '../run/under-test.ts';

export interface ToldByRun {
  /** Undefined where the run never began. */
  readonly run: string | undefined;
  readonly abra: string | undefined;
  readonly engine: string | undefined;
  of(recipe: string): ToldOfRecipe;
}

export interface ToldOfRecipe {
  readonly underTest: UnderTest | undefined;
  /** Nothing kept or warm was used, as far as the run came. */
  readonly cold: boolean;
  /** The earliest first. */
  readonly stages: readonly Stage[];
  readonly memory: MemoryUsed | undefined;
  readonly disk: Readonly<Record<string, DiskOfService>> | undefined;
  /** Undefined where abra was not asked, or could not be. */
  readonly lint: readonly LintFinding[] | undefined;
  readonly leftovers: readonly string[];
}

/** @param folder of the run; undefined where it never had one */
export function toldByRun(folder: string | undefined): ToldByRun {
  if (folder === undefined) return { run: undefined, abra: undefined, engine: undefined, of: () => nothing };
  const run = readLearned(folder, 'run').at(-1);
  const underTest = readUnderTest(folder);
  const memory = readMemory(folder);
  const warm = new Set(readLearned(folder, 'warm').map(({ dependent }) => dependent));
  const [stages, disk, lint, left] = [readLearned(folder, 'stage'), readLearned(folder, 'disk'), readLearned(folder, 'lint'), readLearned(folder, 'left')];
  return {
    run: run?.run,
    abra: readLearned(folder, 'abra').at(-1)?.version,
    engine: run?.engine,
    of: recipe => {
      const tested = underTest.get(recipe);
      const own = <Line extends { readonly recipe: string }>(all: readonly Line[]): Line[] => all.filter(line => line.recipe === recipe);
      return {
        underTest: tested,
        cold: run?.adopted === false && ![recipe, ...Object.keys(tested?.dependencies ?? {})].some(name => warm.has(name)),
        stages: own(stages).map(({ stage }) => stage),
        memory: memory.get(recipe),
        disk: own(disk).at(-1)?.services,
        lint: own(lint).at(-1)?.findings ?? undefined,
        leftovers: [...new Set(own(left).flatMap(({ things }) => things))],
      };
    },
  };
}

const nothing: ToldOfRecipe = { underTest: undefined, cold: false, stages: [], memory: undefined, disk: undefined, lint: undefined, leftovers: [] };
