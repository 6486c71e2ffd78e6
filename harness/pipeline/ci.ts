/** The step of a pipeline: tells the forge that it begins, tests each recipe of the build, tells how it ended, and leaves what people look at. */
import { constants } from 'node:os';
import { join } from 'node:path';
import { exitCodes, faultWord, gravestFirst } from '../errors.ts';
import { fetchOverlays } from '../app/fetch-overlays.ts';
import { type Announcement, announceEnded, announcePending, announceResults } from '../forge/announce.ts';
import { pipelineOf, type Pipeline } from '../forge/ci-env.ts';
import { ofThisBuild, type Outcome } from '../forge/outcome.ts';
import type { Progress } from '../progress.ts';
import type { Results } from '../report/results-schema.ts';
import { approvalOf } from '../settings/overlays.ts';
import type { Settings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { artefactsOf, gatherResults } from './artefacts.ts';
import { soonAfter, whenCancelled } from './cancelled.ts';
import { drawAgainstBase } from './cards-against-base.ts';
import { checkoutOfBuild } from './checkout-of-build.ts';
import { type RecipeOfBuild, recipesOfBuild } from './recipes-of-build.ts';
import { baseResults, keepResults } from './results-store.ts';
import { stepTrouble } from './step-trouble.ts';
import { runSuite } from './suite.ts';

export interface CiInit {
  readonly settings: Settings;
  readonly env: NodeJS.ProcessEnv;
  /** Recipes; none: those whose repository is the build's. */
  readonly named: readonly string[];
  /** Absolute. */
  readonly artefacts: string;
  /** Absolute folder of the last results of each branch. */
  readonly store: string;
  /** A folder to test in place of the recipe's source. */
  readonly checkout: string | undefined;
  /** Aborted with the name of the signal by which the build is cancelled. */
  readonly cancelled: AbortSignal;
  readonly progress: Progress;
}

/** No test waits longer than this for a forge that does not answer. */
const firstWords = { requestMs: 10_000, allMs: 15_000 };
/** Whoever cancels a build waits some seconds before the plain kill: what is not told by then stays untold. */
const lastWords = { requestMs: 4_000, allMs: 5_000, pausesMs: [500] };

/**
 * @returns the exit code: the run's own, whatever the forge does; of several runs, that of the gravest fault
 * @throws HarnessError where nothing can be tested: on a desk, with a variable missing, an unknown recipe
 */
export async function ci(init: CiInit): Promise<number> {
  const { settings, env, cancelled, progress } = init;
  const pipeline = pipelineOf(env) ?? onDesk();
  const recipes = recipesOfBuild(settings, pipeline.build, init.named);
  const own = init.checkout === undefined ? pipeline.build.commit : await checkoutOfBuild(init.checkout, pipeline);
  const to: Announcement = { pipeline, env, print: line => progress.note(line) };
  const names = recipes.map(({ name }) => name);
  for (const line of intentions(recipes, pipeline, init)) progress.note(line);

  const begun = announcePending({ ...to, waits: firstWords, signal: cancelled }, names);
  const toldAsCancelled = whenCancelled(cancelled, async () => {
    await begun;
    await announceEnded({ ...to, waits: lastWords }, names, 'the build was cancelled');
  });
  await begun;
  const ended: { code: number; outcome: Outcome }[] = [];
  for (const recipe of recipes) {
    if (cancelled.aborted) break;
    const { code, outcome } = await tested(recipe, recipe.own || init.checkout !== undefined ? own : undefined, init);
    ended.push({ code, outcome: ofThisBuild(outcome, pipeline.build) });
  }
  const cancelledBefore = await toldAsCancelled.stop();
  if (cancelledBefore) return 128 + constants.signals[cancelled.reason as NodeJS.Signals];

  await tell(ended.map(({ outcome }) => outcome), pipeline, { ...to, signal: soonAfter(cancelled, lastWords.allMs) }, init);
  progress.note(`left in ${init.artefacts}: ${names.join(', ')}`);
  return gravest(ended.map(({ code }) => code));
}

/** @param underTest undefined where the recipe file says it */
async function tested({ name }: RecipeOfBuild, underTest: string | undefined, { settings, env, artefacts, cancelled, progress }: CiInit): Promise<{ code: number; outcome: Outcome }> {
  const startedAt = new Date();
  try {
    const places = artefactsOf(artefacts, name);
    // Playwright reads test files before a run has begun: an approved overlay of the recipe's own must lie there by then.
    if (approvalOf(settings, name) !== undefined) await fetchOverlays({ ...settings, underTest: underTest ?? settings.underTest }, [name], progress);
    const code = await runSuite({ root: settings.root, recipe: name, underTest, artefacts: places, env, cancelled });
    const read = gatherResults(places, join(settings.root, 'results', name), startedAt);
    // What was judged and how the process ended may differ, by a reporter of the project's own say: the worse one counts.
    const doubtful = 'results' in read && read.results.exitCode !== code;
    return { code, outcome: { recipe: name, ...(doubtful ? { unreadable: `the run ended with ${code} after it had written them` } : read) } };
  } catch (error) {
    const { message, fault, code } = stepTrouble(error);
    progress.note(message);
    return { code: exitCodes[fault], outcome: { recipe: name, unreadable: `${faultWord[fault]}, ${code}` } };
  }
}

/** The comparison and the forge are for people: what fails in them changes no exit code. */
async function tell(outcomes: readonly Outcome[], pipeline: Pipeline, to: Announcement, { store, artefacts, progress }: CiInit): Promise<void> {
  const base = new Map(outcomes.flatMap(({ recipe }): [string, Results][] => {
    const results = baseResults(store, pipeline, recipe);
    return results === undefined ? [] : [[recipe, results]];
  }));
  await drawAgainstBase(outcomes, { base, artefacts, progress })
    .catch((error: unknown) => progress.note(`The cards could not be drawn against the base branch: ${String(error)}. No verdict changes.`));
  await announceResults(to, outcomes, { base, cardFile: recipe => join(artefacts, recipe, 'card.png') });
  for (const outcome of outcomes) {
    if (!('results' in outcome)) continue;
    try {
      if (keepResults(store, pipeline, outcome.results)) progress.note(`pull requests for ${pipeline.build.branch ?? ''} are compared with this from now on`);
    } catch (error) {
      progress.note(`The results could not be kept in ${store} for later comparisons: ${String(error)}. No verdict changes.`);
    }
  }
}

function intentions(recipes: readonly RecipeOfBuild[], { build }: Pipeline, { checkout }: CiInit): string[] {
  const what = build.pullRequest === null ? build.branch ?? 'no branch' : `pull request ${build.pullRequest}${build.base === null ? '' : ` for ${build.base}`}`;
  return [
    `${build.service}: ${build.repository}, ${what}, commit ${build.commit.slice(0, 8)}`,
    ...recipes.map(({ name, own }) => checkout === undefined && !own
      ? `${name}: ${build.repository} is not its repository, so its recipe file says what is tested`
      : `${name}: ${checkout === undefined ? 'that commit' : checkout} is tested`),
  ];
}

function gravest(codes: readonly number[]): number {
  const ordered = [130, ...gravestFirst.map(fault => exitCodes[fault])];
  return ordered.find(code => codes.includes(code)) ?? codes.find(code => code !== 0) ?? 0;
}

function onDesk(): never {
  throw new SettingsError('ERR_SETTINGS_ENVIRONMENT', [{
    file: 'environment', key: 'DRONE', what: 'no pipeline runs this: none of DRONE=true, CI=woodpecker and GITEA_ACTIONS=true is set.',
    wayOut: 'Run it as a step of a pipeline (`npx recipe-harness drone` writes one); on a desk it is `npx playwright test --project=<recipe>`.',
  }]);
}
