/** A machine that has a Docker already: the lab neither uses nor disturbs it. The machine is a set of namespaces, so that this one needs none. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { until } from '../../../lab/engine/until.ts';
import { expect, test, type ThrowawayLab } from './throwaway.ts';

const cgroup = `recipe-harness-machine-${process.pid}`;

/** An ordinary Docker with its own defaults: socket in /run, bridges, firewall rules. */
const machine = `
mount -t tmpfs tmpfs /run; mkdir -p /var/lib/docker; mount -t tmpfs tmpfs /var/lib/docker; mount -t tmpfs tmpfs /etc/docker
ip link set lo up
exec dockerd --data-root "$1" --cgroup-parent /${cgroup} >"$2" 2>&1
`;

test('a Docker of the machine keeps its containers, networks and firewall while a lab comes and goes', async ({ own }) => {
  const data = join(own.root, 'machine');
  mkdirSync(data);
  const outer = spawn('unshare', ['--net', '--mount', '--pid', '--ipc', '--fork', '--kill-child', '--mount-proc', '--propagation', 'slave',
    'bash', '-c', machine, 'bash', data, join(own.root, 'machine.log')], { stdio: 'ignore' });
  try {
    const pid = await until(() => Number(readFileSync(`/proc/${String(outer.pid)}/task/${String(outer.pid)}/children`, 'utf8').trim()) || undefined, 5000);
    const inside = (...words: string[]) => execa('nsenter', ['--target', String(pid), '--net', '--mount', '--pid', '--ipc', ...words],
      { reject: false, extendEnv: false, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', RECIPE_HARNESS_STATE: own.root, RECIPE_HARNESS_CACHE: join(own.root, 'cache') } });
    const docker = async (...words: string[]) => {
      const run = await inside('docker', '--host', 'unix:///run/docker.sock', ...words);
      if (run.exitCode !== 0) throw new Error(run.stderr);
      return run.stdout;
    };
    expect(await until(async () => (await inside('docker', 'info')).exitCode === 0 || undefined, 20_000, 100), 'the machine has a Docker').toBe(true);
    await docker('import', await own.sleepArchive(), 'theirs/sleep:1');
    await docker('run', '--detach', '--name', 'theirs', '--publish', '443:443', '--volume', 'theirs:/data', 'theirs/sleep:1', '/usr/bin/sleep', '1000');

    const theirs = async () => ({
      containers: await docker('ps', '--no-trunc', '--format', '{{.ID}} {{.Names}} {{.Ports}}'),
      state: await docker('inspect', 'theirs', '--format', '{{.State.Pid}} {{.State.StartedAt}} {{.RestartCount}}'),
      networks: await docker('network', 'ls', '--no-trunc'),
      images: await docker('image', 'ls', '--no-trunc', '--format', '{{.ID}} {{.Repository}}'),
      swarm: await docker('info', '--format', '{{.Swarm.LocalNodeState}} {{.ID}}'),
      contexts: await docker('context', 'ls', '--format', '{{.Name}}'),
      firewall: (await inside('iptables-save')).stdout.split('\n').filter((line) => !line.startsWith('#')).map((line) => line.replace(/\[\d+:\d+\]/, '')),
      links: (await inside('ip', '-o', 'link')).stdout.split('\n').filter((line) => !line.includes('rhl-')),
    });
    const before = await theirs();

    const lab = (command: string, ...options: string[]) => inside(process.execPath, join(import.meta.dirname, '../../../lab/cli.ts'), command, ...options);
    const up = await lab('up', '--bare', '--json');
    expect(up.stderr).toContain('lab is up');
    expect(await theirs()).toEqual(before);
    expect(await own.docker('ps', '--all', '--quiet')).toBe('');
    expect(await own.docker('image', 'ls', '--quiet')).toBe('');

    expect((await lab('down')).exitCode).toBe(0);
    expect(await theirs()).toEqual(before);
  } finally {
    outer.kill('SIGKILL');
    await until(() => (outer.exitCode !== null || outer.signalCode !== null ? true : undefined), 20_000);
    await removeCgroups(own);
  }
});

async function removeCgroups(own: ThrowawayLab): Promise<void> {
  await execa('sh', ['-c', `find /sys/fs/cgroup -depth -type d -path '*/${cgroup}*' -exec rmdir {} +`], { reject: false });
  rmSync(join(own.root, 'machine'), { recursive: true, force: true });
}
