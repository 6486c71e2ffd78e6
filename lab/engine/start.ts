/** Starts the lab's namespaces, its one link to the host, and in them the engine. */
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, openSync, closeSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { LabError } from '../errors.ts';
import { namesConfiguration } from '../names/dnsmasq.ts';
import { writeLab, writeWhole, type Lab } from '../state.ts';
import { freeRange, knownDestinations } from './address.ts';
import { ask } from './api.ts';
import { hasIpvs } from './ipvs.ts';
import type { Identity } from './identity.ts';
import { withLock } from './lock.ts';
import { systemPath } from './packages.ts';
import { bootId, startTime } from './process.ts';
import { tail } from './tail.ts';
import { until } from './until.ts';

export interface StartInput {
  folder: string;
  identity: Identity;
  cacheFolder: string;
  ca: Lab['ca'];
  /** Program and arguments of the process that keeps the ingress's routes; started in the lab and started again when it ends. */
  watcher: string[];
}

/** Returns when the engine answers. `lab.json` is written before anything inside can ask for it. */
export async function startLab(input: StartInput): Promise<Lab> {
  const { folder, identity } = input;
  const ipvs = await hasIpvs();
  rmSync(join(folder, 'docker.sock'), { force: true });
  // A copy: bash reads its script while it runs, so the file under a running lab must never change.
  const script = join(folder, 'init.sh');
  copyFileSync(fileURLToPath(new URL('./init.sh', import.meta.url)), script);
  chmodSync(script, 0o600);

  // Two labs that start at once must not choose the same range.
  const lab = await withLock('recipe-harness-lab-address', async () => {
    const range = freeRange(identity.hash, await knownDestinations());
    writeWhole(join(folder, 'dnsmasq.conf'), namesConfiguration('lab.test', range.lab));
    const pid = await unshare(folder, [script, folder, range.lab, identity.cgroup, ...input.watcher]);
    const made: Lab = {
      folder, socket: join(folder, 'docker.sock'), address: range.lab, zone: 'lab.test', server: 'lab', ipvs,
      link: identity.link, cgroup: identity.cgroup, cacheFolder: input.cacheFolder, ca: input.ca,
      pid, started: startTime(pid) ?? '', boot: bootId(),
    };
    writeLab(made);
    await joinByLink(made, range.host);
    return made;
  });

  const answered = await until(async () => {
    if (startTime(lab.pid) === undefined) throw engineEnded(folder);
    return existsSync(lab.socket) && (await answers(lab)) ? true : undefined;
  }, 60_000, 15);
  if (!answered) throw engineEnded(folder, 'gave no answer in 60 s');
  return lab;
}

/** The only way in: one end here, the other, `eth0`, in the lab. */
async function joinByLink(lab: Lab, host: string): Promise<void> {
  const steps = [
    ['link', 'add', lab.link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(lab.pid)],
    ['address', 'add', `${host}/30`, 'dev', lab.link],
    ['link', 'set', lab.link, 'up'],
  ];
  for (const step of steps) {
    const { failed, stderr } = await execa('ip', step, { reject: false });
    if (!failed) continue;
    throw new LabError({
      code: 'ERR_LAB_LINK', message: `The lab could not be joined to the host: \`ip ${step.join(' ')}\` failed.`,
      wayOut: 'mend what it says (a kernel without veth is in the way in some containers), or point at a server in harness.toml.', detail: stderr,
    });
  }
}

export async function answers(lab: Pick<Lab, 'socket'>, timeoutMs = 5_000): Promise<boolean> {
  return ask(lab.socket, 'GET', '/_ping', { timeoutMs }).then((answer) => answer.status === 200, () => false);
}

/** Runs the script as process 1 of new namespaces and tells its pid on the host. */
async function unshare(folder: string, words: string[]): Promise<number> {
  const log = openSync(join(folder, 'lab.log'), 'w', 0o600);
  // Nothing of the caller's environment (proxies, DOCKER_*) reaches the engine.
  const child = spawn('unshare', [
    '--net', '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child', '--mount-proc', '--propagation', 'slave', 'bash', ...words,
  ], { detached: true, stdio: ['ignore', log, log], cwd: '/', env: { PATH: systemPath, HOME: '/root', LANG: 'C.UTF-8' } });
  closeSync(log);
  let ended = false;
  child.once('exit', () => { ended = true; });
  child.once('error', () => { ended = true; });
  child.unref();
  const pid = await until(() => {
    if (ended) return 0;
    const first = Number(childrenOf(child.pid ?? 0)[0] ?? 0);
    return first > 0 && namespaceOf(first) !== undefined && namespaceOf(first) !== namespaceOf('self') ? first : undefined;
  }, 10_000, 2);
  if (pid) return pid;
  if (child.pid !== undefined && !ended) child.kill('SIGKILL');
  throw new LabError({
    code: 'ERR_LAB_NAMESPACES',
    message: 'The kernel gave the lab no namespaces of its own.',
    wayOut: 'run on a machine or in a privileged container where root may call unshare(2), or point at a server in harness.toml.',
    detail: tail(join(folder, 'lab.log')),
  });
}

function childrenOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

function namespaceOf(pid: number | 'self'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

function engineEnded(folder: string, how = 'ended while it started'): LabError {
  return new LabError({
    code: 'ERR_LAB_ENGINE_START',
    message: `The lab's engine ${how}.`,
    wayOut: `read ${join(folder, 'dockerd.log')} and ${join(folder, 'lab.log')}; the state folder must lie on a file system that can carry overlays (ext4, xfs, btrfs).`,
    detail: [tail(join(folder, 'lab.log')), tail(join(folder, 'dockerd.log'))].filter(Boolean).join('\n'),
  });
}
