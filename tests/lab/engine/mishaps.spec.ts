/** What may go wrong in a lab's life without ending it, or ends it in the middle of something. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../../../lab/engine/api.ts';
import { isAlive } from '../../../lab/engine/process.ts';
import { namesAnswer } from '../../../lab/names/check.ts';
import { processesOf } from './host.ts';
import { expect, test } from './throwaway.ts';

test('without a swarm, status and down end as they should, and up completes the lab', async ({ own }) => {
  await own.up();
  // As if `up` had been killed before the swarm was made.
  rmSync(join(own.folder, 'target.toml'));
  await call(own.lab.socket, 'POST', '/swarm/leave?force=true');

  const status = await own.cli('status');
  expect(status.exitCode).toBe(0);
  expect(status.stdout).toMatch(/^target +not written yet.*run it again$/m);
  expect(status.stdout).toMatch(/^in use +by no run$/m);

  expect((await own.up()).started).toBe(false);
  expect(await own.services()).toBe('');
  await call(own.lab.socket, 'POST', '/swarm/leave?force=true');
  expect((await own.cli('down')).exitCode).toBe(0);
});

test('a dead dnsmasq is started again, and up and status tell whether names have an answer', async ({ own }) => {
  await own.up();
  const { lab } = own;
  for (const round of [1, 2]) {
    const [before] = processesOf(lab, 'dnsmasq');
    process.kill(before ?? 0, 'SIGKILL');
    expect(await namesAnswer(lab), `round ${round}`).toBe(false);
    expect((await own.cli('status')).exitCode).toBe(0);
    // It waits for the second until the start.
    expect((await own.up()).started).toBe(false);
    expect(await namesAnswer(lab)).toBe(true);
    expect(processesOf(lab, 'dnsmasq')).toHaveLength(1);
  }

  const [dnsmasq] = processesOf(lab, 'dnsmasq');
  process.kill(dnsmasq ?? 0, 'SIGSTOP');
  expect((await own.cli('status')).stdout).toMatch(/^address .*without an answer/m);
  const up = await own.cli('up', '--bare');
  expect(up.exitCode).toBe(3);
  expect(up.stderr).toContain('ERR_LAB_NAMES');
  process.kill(dnsmasq ?? 0, 'SIGCONT');
  expect((await own.up()).started).toBe(false);
});

test('a load that was killed leaves nothing in the kept images', async ({ own }) => {
  await own.up();
  await own.importSleep();
  const { lab } = own;
  const whole = storeOf(lab.folder);

  // A layer that never ends: the engine writes what has come, and waits for the rest.
  const load = spawn('/usr/bin/docker', ['--host', `unix://${lab.socket}`, 'import', '-', 'lab/half:1'], { stdio: ['pipe', 'ignore', 'ignore'] });
  load.stdin.on('error', () => undefined);
  load.stdin.write(tarHead('big', 2 ** 30));
  load.stdin.write(randomBytes(2 ** 20));
  await expect.poll(() => storeOf(lab.folder)).toEqual({ layers: whole.layers + 1, unfinished: 1 });
  process.kill(lab.pid, 'SIGKILL');
  await expect.poll(() => isAlive(lab)).toBe(false);
  load.kill('SIGKILL');
  expect(storeOf(lab.folder)).toEqual({ layers: whole.layers + 1, unfinished: 1 });

  expect((await own.up()).started).toBe(true);
  expect(storeOf(lab.folder)).toEqual(whole);
  expect(await own.docker('run', '--rm', '--network', 'none', 'lab/sleep:1', '/usr/bin/sleep', '0')).toBe('');
});

function storeOf(folder: string): { layers: number; unfinished: number } {
  return {
    layers: readdirSync(join(folder, 'data', 'overlay2')).filter((name) => /^[0-9a-f]{64}$/.test(name)).length,
    unfinished: readdirSync(join(folder, 'data', 'image', 'overlay2', 'layerdb', 'tmp')).length,
  };
}

/** The 512 bytes by which a tar archive announces a file. */
function tarHead(name: string, size: number): Buffer {
  const head = Buffer.alloc(512);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  head.write(name, 0);
  head.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(0, 12) + ' '.repeat(8) + '0', 100);
  head.write('ustar\x0000', 257);
  head.write(octal(head.reduce((sum, byte) => sum + byte, 0), 7), 148);
  return head;
}
