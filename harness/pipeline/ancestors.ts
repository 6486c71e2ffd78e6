/** The processes between a pipeline and this one: the step's shell, `npx`, and the shell that it starts. Where one is killed, the others do not pass it on. */
import { isAlive, parentOf, type ProcessIdentity, sessionOf, startTimeOf } from '../run/process.ts';

/** The kernel tells nobody of the end of a parent's parent. */
const lookEveryMs = 1_000;

/** From the parent upward, as far as the session reaches: beyond it stands whoever has started the pipeline's steps, and may end before them. */
export function ancestorsOf(pid: number): ProcessIdentity[] {
  const parent = parentOf(pid);
  if (parent === undefined || parent === 0 || sessionOf(parent) !== sessionOf(pid)) return [];
  const startTime = startTimeOf(parent);
  return startTime === undefined ? [] : [{ pid: parent, startTime }, ...ancestorsOf(parent)];
}

/** Calls `gone` once, as soon as one of them has ended; until it is stopped. */
export function watchAncestors(ancestors: readonly ProcessIdentity[], gone: (which: ProcessIdentity) => void): { stop: () => void } {
  const timer = setInterval(() => {
    const ended = ancestors.find(ancestor => !isAlive(ancestor));
    if (ended === undefined) return;
    clearInterval(timer);
    gone(ended);
  }, lookEveryMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
