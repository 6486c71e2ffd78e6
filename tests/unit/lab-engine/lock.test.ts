/** The kernel lock between commands on one lab. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isHeld, withLock } from '../../../lab/engine/lock.ts';

const name = (test: string): string => `recipe-harness-test-${process.pid}-${test}`;

describe('withLock', () => {
  it('lets one in at a time, and tells the other that it waits', async () => {
    const order: string[] = [];
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const first = withLock(name('order'), async () => { order.push('first in'); enter(); await held; order.push('first out'); });
    await entered;
    const second = withLock(name('order'), async () => { order.push('second in'); }, () => { order.push('second waits'); release(); });
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'second waits', 'first out', 'second in']);
  });

  it('hands on when the body throws', async () => {
    await expect(withLock(name('throw'), async () => { throw new Error('no'); })).rejects.toThrow('no');
    await expect(withLock(name('throw'), async () => 'in')).resolves.toBe('in');
  });

  it('lets many wait and takes each in turn', async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(Array.from({ length: 12 }, () => withLock(name('many'), async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    })));
    expect(most).toBe(1);
  });

  it('outlives no holder: a killed process frees it', async () => {
    const holder = spawn(process.execPath, ['-e', `require('net').createServer().listen('\\0${name('kill')}', () => console.log('held'))`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const waited = withLock(name('kill'), async () => 'in', () => execFileSync('kill', ['-9', String(holder.pid)]));
    await expect(waited).resolves.toBe('in');
  });

  it('does not spin on a holder that lets nobody wait', async () => {
    let tries = 0;
    const rude = createServer((socket) => { tries++; socket.destroy(); });
    await once(rude.listen(`\0${name('rude')}`), 'listening');
    const end = performance.now() + 200;
    const waited = withLock(name('rude'), async () => performance.now());
    const poll = setInterval(() => { if (performance.now() >= end) { clearInterval(poll); rude.close(); } }, 5);
    expect(await waited).toBeGreaterThanOrEqual(end);
    expect(tries).toBeLessThanOrEqual(11);
  });
});

describe('isHeld', () => {
  it('tells whether somebody holds the lock, and does not take it', async () => {
    expect(await isHeld(name('held'))).toBe(false);
    await withLock(name('held'), async () => expect(await isHeld(name('held'))).toBe(true));
    expect(await isHeld(name('held'))).toBe(false);
  });
});
