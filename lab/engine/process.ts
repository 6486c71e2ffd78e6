/** Says whether a process that was written down is still that process. */
import { readFileSync } from 'node:fs';

/** Changes with every start of the machine. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Start time in clock ticks since boot; undefined when there is no such process, or only its remains. */
export function startTime(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The command's name stands in brackets and may hold anything, so count from its end: state is field 3, start time field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

export function isAlive(process: { pid: number; started: string; boot: string }): boolean {
  return process.boot === bootId() && startTime(process.pid) === process.started;
}
