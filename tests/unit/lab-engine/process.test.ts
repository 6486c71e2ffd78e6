/** Whether a process written down is still that process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { bootId, isAlive, startTime } from '../../../lab/engine/process.ts';

describe('isAlive', () => {
  const self = { pid: process.pid, started: startTime(process.pid) ?? '', boot: bootId() };

  it('knows the process by pid, start and boot', () => {
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ ...self, started: '1' })).toBe(false);
    expect(isAlive({ ...self, boot: 'another' })).toBe(false);
  });

  it('takes an ended one for ended', async () => {
    const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
    const pid = child.pid ?? 0;
    expect(startTime(pid)).toMatch(/^\d+$/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(startTime(pid)).toBeUndefined();
  });
});
