/** Processes by an identity that outlives the reuse of a pid: pid and start time, from /proc. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as timer } from 'node:timers/promises';

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot, as /proc/<pid>/stat has it; 0 where there is no /proc. */
  readonly startTime: number;
}

/** Undefined when there is no such process (a zombie counts as gone: it can do nothing more). */
export function startTimeOf(pid: number): number | undefined {
  if (!hasProc) return answers(pid) ? 0 : undefined;
  const fields = statOf(pid);
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : Number(fields[19]);
}

export function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** The number of its session, which is that of the process that opened it. */
export function sessionOf(pid: number): number | undefined {
  const session = statOf(pid)?.[3];
  return session === undefined ? undefined : Number(session);
}

export function selfIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? 0 };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startTimeOf(identity.pid) === identity.startTime;
}

/** Every process whose environment holds exactly `key=value`, as it was when the process was started. */
export function processesWithEnv(key: string, value: string): ProcessIdentity[] {
  const wanted = `${key}=${value}`;
  if (!hasProc) return [];
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(name => {
    const pid = Number(name);
    const startTime = startTimeOf(pid);
    if (startTime === undefined) return [];
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(wanted) ? [{ pid, startTime }] : [];
    } catch {
      return []; // ended meanwhile, or another user's
    }
  });
}

/** Sends SIGKILL to the process, and to its group where it leads one, and waits until it is gone. */
export async function killProcess(identity: ProcessIdentity): Promise<void> {
  if (!isAlive(identity)) return;
  // A child in a PTY leads its own group; a plain child shares its parent's, which is not ours to end.
  if (!hasProc || Number(statOf(identity.pid)?.[2]) === identity.pid) send(-identity.pid);
  send(identity.pid);
  await waitUntilGone([identity], 5_000);
}

/** True when all are gone before the deadline. The kernel has no event for other people's children, hence the ticks. */
export async function waitUntilGone(identities: readonly ProcessIdentity[], deadlineMs: number): Promise<boolean> {
  const deadline = performance.now() + deadlineMs;
  while (identities.some(isAlive)) {
    if (performance.now() > deadline) return false;
    await timer(10);
  }
  return true;
}

const hasProc = existsSync('/proc/self/stat');

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function send(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The fields of /proc/<pid>/stat from the state on: state, parent, group… */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command stands in brackets and may hold anything, brackets and blanks included.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
