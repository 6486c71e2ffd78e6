/** Ends a lab: its process 1 and with it everything inside, then what the kernel leaves behind. */
import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { LabError } from '../errors.ts';
import type { Identity } from './identity.ts';
import { startTime } from './process.ts';
import { until } from './until.ts';

/** Kills process 1 of each lab that runs on this folder, known or not (an `up` may have died before it wrote it down). */
export async function stopLab(folder: string, identity: Identity): Promise<void> {
  for (const pid of initProcesses(folder)) {
    const started = startTime(pid);
    if (started === undefined) continue; // ended by the one before
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      continue; // it ended by itself
    }
    // The kernel lets it go only after every process of its namespace is gone.
    const gone = await until(() => (startTime(pid) === started ? undefined : true), 30_000);
    if (!gone) {
      throw new LabError({
        code: 'ERR_LAB_STILL_RUNNING',
        message: `Process ${pid} of the lab does not end: something in it hangs in the kernel.`,
        wayOut: 'look at `dmesg` and at the processes in state D, then run `npm run lab:down` again.',
      });
    }
  }
  await removeLink(identity.link);
  await removeCgroups(identity.cgroup);
}

/** Processes that run this lab's init script: process 1 first, then the `unshare` that waits for it. */
function initProcesses(folder: string): number[] {
  const script = join(folder, 'init.sh');
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words.includes(script) && (words[0] === 'bash' || words[0] === 'unshare');
    } catch {
      return false;
    }
  }).sort((a, b) => b - a);
}

async function removeLink(link: string): Promise<void> {
  // The namespace that held the other end is taken apart by the kernel in its own time; this makes it now.
  if (existsSync(`/sys/class/net/${link}`)) await execa('ip', ['link', 'delete', link], { reject: false });
  await until(() => (existsSync(`/sys/class/net/${link}`) ? undefined : true), 5_000);
}

async function removeCgroups(name: string): Promise<void> {
  // Empty folders may still count as busy for some milliseconds after their last process.
  await until(() => {
    const left = cgroupFolders(name);
    for (const folder of left) removeTree(folder);
    return cgroupFolders(name).length === 0 ? true : undefined;
  }, 5_000);
}

/** The lab's folder in each hierarchy: one on cgroup v2, one per controller on v1. */
export function cgroupFolders(name: string): string[] {
  const root = '/sys/fs/cgroup';
  return [join(root, name), ...readdirSync(root).map((controller) => join(root, controller, name))].filter((folder) => existsSync(folder));
}

function removeTree(folder: string): void {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) removeTree(join(folder, entry.name));
    }
    rmdirSync(folder);
  } catch {
    // busy, or gone: the next round tells
  }
}
