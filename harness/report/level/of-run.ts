/** The level that a run gives a recipe; or why it gives none. It is told beside the verdict and never part of it: nothing in here throws. */
import type { Proofs } from '../../gate/sabotage/proof.ts';
import type { UnderTest } from '../../run/under-test.ts';
import type { RecipeVerdict, RunVerdict } from '../judge.ts';
import type { RecipeMetadata } from '../metadata.ts';
import type { Results } from '../results-schema.ts';
import { judgeRungs } from './judge-rungs.ts';
import { levelOf, type Level } from './level.ts';

export interface LevelInit {
  readonly run: Pick<RunVerdict, 'exitCode' | 'problems'>;
  readonly metadata: readonly Pick<RecipeMetadata, 'recipe' | 'sso' | 'declared'>[];
  readonly underTest: UnderTest | undefined;
  /** What was found; undefined where it could not be asked. */
  readonly lint: { readonly [side in 'recipe' | 'overlay']: readonly NonNullable<Results['lint'][side]>[number][] | undefined };
  readonly proofs: Proofs;
  /** An earlier run's app was taken over. */
  readonly adopted: boolean;
}

export type LevelGiven = { readonly level: Level } | { readonly level: null; readonly why: string };

export function levelGiven(verdict: RecipeVerdict, learn: () => LevelInit): LevelGiven {
  try {
    const init = learn();
    const why = saysNothing(verdict, init);
    if (why !== undefined) return { level: null, why };
    const found = init.metadata.find(({ recipe }) => recipe === verdict.recipe);
    return { level: levelOf(judgeRungs({
      verdict,
      declared: found?.declared ?? [],
      sso: found?.sso ?? false,
      lint: {
        recipe: init.lint.recipe?.map(({ rule, message }) => `${rule}: ${message}`),
        overlay: init.lint.overlay?.map(({ file, line, rule, message }) => `${file}:${line} ${rule}: ${message}`),
      },
      proof: init.proofs.get(verdict.recipe),
      commit: init.underTest?.dirty === true ? undefined : init.underTest?.commit,
    })) };
  } catch (error) {
    return { level: null, why: `it could not be told: ${String(error)}` };
  }
}

/** Why the run is silent about a level. A number would be one that nobody has earned, or lost. */
function saysNothing(verdict: RecipeVerdict, { run, adopted }: LevelInit): string | undefined {
  if (verdict.partial) return 'the run was narrowed';
  if (run.exitCode === 130) return 'the run was interrupted';
  if (adopted) return 'the run used an app that an earlier one had left';
  if (verdict.tests.some(({ tags, status }) => tags.includes('@teardown') && status === 'not applicable')) return 'its app was kept, and so its removal not shown';
  const [problem] = run.problems;
  return problem === undefined ? undefined : `the run had a problem of its own, ${problem.code}`;
}
