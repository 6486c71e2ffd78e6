/** A run from its start in the runner, through the workers that attach to it, to its end. */
export { attachRun, type Run } from './open.ts';
export { endRun, type EndReport } from './end.ts';
export { currentRun, startRun } from './start.ts';
