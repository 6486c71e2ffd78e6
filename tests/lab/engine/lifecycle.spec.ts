/** A lab's life by its command line: up, up again, killed, down. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../../lab/engine/process.ts';
import { until } from '../../../lab/engine/until.ts';
import { hostNetwork, namespacesOf, remainsOf } from './host.ts';
import { measured } from '../measured.ts';
import { expect, test } from './throwaway.ts';

test('a second up finds the lab whole, and leaves it as it is', async ({ own }) => {
  expect(await own.up()).toEqual({ target: join(own.folder, 'target.toml'), started: true });
  const before = own.lab;
  const clock = performance.now();
  expect((await own.up()).started).toBe(false);
  measured('second up', performance.now() - clock, 2_000);
  expect(own.lab).toEqual(before);
  const status = await own.cli('status');
  expect(status.exitCode).toBe(0);
  expect(status.stdout).toContain(`unix://${own.folder}/docker.sock`);
  expect(await own.docker('network', 'inspect', 'proxy', '--format', '{{.Driver}} {{.Attachable}}')).toBe('overlay true');
});

test('of two ups at once one starts the lab and the other waits for it', async ({ own }) => {
  const both = await Promise.all([own.up(), own.up()]);
  expect(both.map((one) => one.started).sort()).toEqual([false, true]);
});

test('down leaves nothing of a lab that was in use, and keeps its images', async ({ own }) => {
  const before = await hostNetwork(undefined);
  await own.up('whole');
  await own.importSleep();
  await own.sleepService('some');
  const lab = own.lab;
  const namespaces = namespacesOf(lab.pid);
  expect(remainsOf(lab, namespaces).length).toBeGreaterThan(5);
  expect(await hostNetwork(lab.link)).not.toEqual(before);

  expect((await own.cli('down')).exitCode).toBe(0);

  expect(remainsOf(lab, namespaces)).toEqual([]);
  expect(await hostNetwork(lab.link)).toEqual(before);
  expect(existsSync(join(own.folder, 'target.toml'))).toBe(false);
  expect((await own.cli('status')).exitCode).toBe(3);
  expect(readdirSync(join(own.folder, 'data')).sort()).toEqual(['image', 'overlay2']);

  await own.up();
  expect(await own.docker('run', '--rm', '--network', 'none', 'lab/sleep:1', '/usr/bin/sleep', '0')).toBe('');
  expect(await own.services()).toBe('');
  expect(await own.docker('image', 'ls', '--format', '{{.Repository}}')).toContain('lab/ingress');
});

for (const [what, victim] of [
  ['its process 1', (pid: number) => pid],
  ['dockerd', (pid: number) => childNamed(pid, 'dockerd')],
] as const) {
  test(`killing ${what} ends everything, and the next up starts anew with its images`, async ({ own }) => {
    await own.up();
    await own.importSleep();
    await own.sleepService('some');
    const lab = own.lab;
    const namespaces = namespacesOf(lab.pid);
    process.kill(victim(lab.pid), 'SIGKILL');
    await until(() => (isAlive(lab) ? undefined : true), 20_000);
    expect(remainsOf(lab, namespaces).filter((one) => one.startsWith('process'))).toEqual([]);

    expect((await own.up()).started).toBe(true);
    expect(own.lab.pid).not.toBe(lab.pid);
    expect(await own.services()).toBe('');
    expect(await own.docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}')).toContain('lab/sleep:1');
  });
}

test('down refuses while a run holds a lease, and takes an expired one for none', async ({ own }) => {
  await own.up();
  const now = Math.floor(Date.now() / 1000);
  await own.config('recipe-harness-0dd000', { 'recipe-harness.expires': String(now - 5) });
  await own.config('recipe-harness-abcdef', { 'recipe-harness.expires': String(now + 600) });
  const refused = await own.cli('down');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/recipe-harness-abcdef.*ERR_LAB_IN_USE/);
  expect(refused.stderr).not.toMatch(/0dd000|\n\s+at /);
  expect(isAlive(own.lab)).toBe(true);
  await own.docker('config', 'rm', 'recipe-harness-abcdef');
  expect((await own.cli('down')).exitCode).toBe(0);
});

test('a store that the engine cannot read is thrown away, and the lab starts', async ({ own }) => {
  await own.up();
  await own.importSleep();
  await own.cli('down');
  // Nothing that could be seen before the engine tries.
  execFileSync('rm', ['-rf', join(own.folder, 'data', 'image', 'overlay2', 'distribution')]);
  execFileSync('sh', ['-c', `echo broken >${join(own.folder, 'data', 'image', 'overlay2', 'distribution')}`]);
  const up = await own.cli('up', '--bare');
  expect(up.exitCode).toBe(0);
  expect(up.stderr).toContain('once more without them');
  expect(await own.docker('image', 'ls', '--quiet')).toBe('');
});

function childNamed(pid: number, name: string): number {
  const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
    .find((one) => readFileSync(`/proc/${one}/comm`, 'utf8').trim() === name);
  if (child === undefined) throw new Error(`process ${pid} has no child ${name}`);
  return child;
}
