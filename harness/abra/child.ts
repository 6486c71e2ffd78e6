/** The process of one abra call, by pid and start time: a pid alone may have been given to another since. */
import { readFileSync } from 'node:fs';

export interface Child {
  readonly pid: number;
  /** Clock ticks since boot, as /proc has it; 0 where there is no /proc. */
  readonly startTime: number;
  /** The command, secrets masked. */
  readonly what: string;
}

/** Start time of a living process; 0 without /proc, undefined when there is no such process. */
export function startTimeOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in brackets and may hold brackets and blanks itself.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return process.platform === 'linux' ? undefined : 0;
  }
}

/** Signals the child and its process group (it leads one: it has a terminal of its own). False when it is gone already. */
export function signalChild(child: Child, signal: NodeJS.Signals): boolean {
  if (startTimeOf(child.pid) !== child.startTime) return false;
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
