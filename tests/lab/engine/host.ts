/** The host as a lab might change it, leaving out what other labs on the same machine do meanwhile. */
import { openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { execa } from 'execa';
import { startTime } from '../../../lab/engine/process.ts';
import { cgroupFolders } from '../../../lab/engine/stop.ts';
import type { Lab } from '../../../lab/state.ts';

const kinds = ['net', 'mnt', 'pid', 'uts', 'ipc'] as const;

/** Links, addresses, routes, firewall, mounts and forwarding. */
export async function hostNetwork(own: string | undefined): Promise<Record<string, unknown>> {
  const run = async (command: string, ...args: string[]): Promise<string> => (await execa(command, args, { reject: false })).stdout;
  const [links, addresses, routes, rules] = await Promise.all([
    run('ip', '-o', 'link'), run('ip', '-o', 'address'), run('ip', 'route', 'show', 'table', 'all'), run('iptables-save'),
  ]);
  const ofOthers = (line: string): boolean => /\brhl-/.test(line) && !(own !== undefined && line.includes(own));
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !ofOthers(line)).map((line) => line.replace(/\[\d+:\d+\]|valid_lft.*/g, ''));
  return {
    links: lines(links), addresses: lines(addresses), routes: lines(routes), rules: lines(rules),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').split('\n').map((line) => line.split(' ').slice(3).join(' ')).sort(),
    forwarding: readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8').trim(),
  };
}

/** The namespaces that the lab's process 1 lives in; `uts` is held, since the kernel gives the number of one that nobody holds to the next. */
export function namespacesOf(pid: number): string[] {
  openSync(`/proc/${pid}/ns/uts`, 'r');
  return kinds.map((kind) => readlinkSync(`/proc/${pid}/ns/${kind}`));
}

/** The lab's processes of this name. */
export function processesOf(lab: Lab, name: string): number[] {
  const own = readlinkSync(`/proc/${lab.pid}/ns/pid`);
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name && readlinkSync(`/proc/${pid}/ns/pid`) === own && startTime(pid) !== undefined;
    } catch {
      return false; // ended meanwhile
    }
  });
}

/** What of this lab the machine still has: processes in its namespaces or that name its folder, its link, its cgroups. */
export function remainsOf(lab: Lab, namespaces: readonly string[]): string[] {
  const remains: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      if (Number(pid) !== process.pid && command.includes(lab.folder)) remains.push(`process ${pid} ${command}`);
      // All daemons of a lab share this one with its process 1; the numbers of the others may be somebody else's by now.
      const uts = readlinkSync(`/proc/${pid}/ns/uts`);
      if (namespaces.includes(uts)) remains.push(`process ${pid} ${command} in ${uts}`);
    } catch {
      // ended meanwhile
    }
  }
  const held = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter((line) => line.includes(lab.folder) || namespaces.some((one) => line.includes(one)));
  const links = readdirSync('/sys/class/net').filter((name) => name === lab.link);
  return [...remains, ...held, ...links, ...cgroupFolders(lab.cgroup)];
}
