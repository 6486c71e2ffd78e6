/** Ends a lab: its process 1 and with it everything inside, then what the kernel leaves behind. */
import { existsSync, readdirSync, readFileSync, rmdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { LabError } from '../errors.ts';
import type { Identity } from './identity.ts';
import { startTime } from './process.ts';
import { until } from './until.ts';

const cgroupRoot = '/sys/fs/cgroup';
/** What the kernel takes apart in its own time is gone long before this. */
const patienceMs = 5_000;

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
  const remains = [...await removeLink(identity.link), ...await removeCgroups(identity.cgroup)];
  if (remains.length > 0) {
    throw new LabError({
      code: 'ERR_LAB_REMAINS',
      message: `The lab's processes have ended, but the kernel does not let go of ${remains.join(', ')}.`,
      wayOut: 'end the processes that are named, if any, and run the command again; a restart of the machine removes all of it.',
    });
  }
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

async function removeLink(link: string): Promise<string[]> {
  const gone = (): true | undefined => (existsSync(`/sys/class/net/${link}`) ? undefined : true);
  // The namespace that held the other end is taken apart by the kernel in its own time; this makes it now.
  const said = gone() ? '' : (await execa('ip', ['link', 'delete', link], { reject: false })).stderr.trim();
  return (await until(gone, patienceMs)) ? [] : [`the link ${link}${said === '' ? '' : ` (${said})`}`];
}

/** Returns what cannot be removed, and which processes are in it. */
export async function removeCgroups(name: string, root = cgroupRoot, deadlineMs = patienceMs): Promise<string[]> {
  // Empty folders may still count as busy for some milliseconds after their last process.
  const gone = await until(() => {
    for (const folder of cgroupFolders(name, root)) removeTree(folder);
    return cgroupFolders(name, root).length === 0 ? true : undefined;
  }, deadlineMs);
  return gone ? [] : cgroupFolders(name, root).map((folder) => {
    const pids = processesUnder(folder);
    return `the cgroup ${folder} (${pids.length === 0 ? 'no process in it' : `process ${pids.join(', ')}`})`;
  });
}

/** The lab's folder in each hierarchy: one on cgroup v2, one per controller on v1, none where cgroups are not mounted. */
export function cgroupFolders(name: string, root = cgroupRoot): string[] {
  return [join(root, name), ...entriesOf(root).map((controller) => join(root, controller.name, name))].filter((folder) => existsSync(folder));
}

function processesUnder(folder: string): string[] {
  const below = entriesOf(folder).filter((entry) => entry.isDirectory()).flatMap((entry) => processesUnder(join(folder, entry.name)));
  try {
    return [...readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean), ...below];
  } catch {
    return below; // gone meanwhile
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function removeTree(folder: string): void {
  try {
    for (const entry of entriesOf(folder)) {
      if (entry.isDirectory()) removeTree(join(folder, entry.name));
    }
    rmdirSync(folder);
  } catch {
    // busy, or gone: the next round tells
  }
}
