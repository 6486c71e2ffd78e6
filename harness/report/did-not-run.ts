/** What did not run is nobody's fault by itself: it takes that of what stopped it. */
import type { Problem, TestOutcome } from './judge.ts';

/** The harness has lost it, unless something is found that stopped it. */
export const didNotRun: Problem = {
  code: 'ERR_DID_NOT_RUN', fault: 'harness', message: 'did not run to its end', wayOut: 'Run it again; what stopped it stands beside it.',
};

export interface Stopped {
  /** What ended the run before its time. */
  run: Problem | undefined;
  /** Whatever else befell the run as a whole. */
  otherwise: Problem | undefined;
}

/** The outcomes once more, each that did not run by the fault of what stopped it: the run's end, else a failure of its recipe, else one of another. */
export function blameWhatStopped(outcomes: readonly TestOutcome[], { run, otherwise }: Stopped): TestOutcome[] {
  const failed = outcomes.filter(({ status }) => status === 'failed');
  // It rests on a failure elsewhere, and stops what follows it as any failure does.
  failed.push(...outcomes.filter(({ problem }) => problem?.code === 'ERR_UNVERIFIED'));
  return outcomes.map(outcome => {
    if (outcome.problem !== didNotRun) return outcome;
    const cause = run ?? (failed.find(({ recipe }) => recipe === outcome.recipe) ?? failed[0])?.problem ?? otherwise;
    return { ...outcome, problem: { ...didNotRun, fault: cause?.fault ?? didNotRun.fault } };
  });
}
