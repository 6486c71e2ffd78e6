/** Locks: one holder, told to those who wait, free the moment it lets go or dies. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { acquireLock, appLock, type Holder, holderOf, isHeld, runLock, tryLock } from '../../../harness/run/lock.ts';

const newName = () => `recipe-harness/test/${randomBytes(6).toString('hex')}`;

describe('a lock', () => {
  test('has one holder at a time', async () => {
    const name = newName();
    const first = await tryLock(name, 'install');
    expect(first).toBeDefined();
    expect(await tryLock(name, 'upgrade')).toBeUndefined();
    await first?.release();
    expect(await tryLock(name, 'upgrade')).toBeDefined();
  });

  test('tells who holds it and what for', async () => {
    const name = newName();
    expect(await holderOf(name)).toBeUndefined();
    await using _lock = (await tryLock(name, 'install ghost'))!;
    expect(await holderOf(name)).toMatchObject({ pid: process.pid, what: 'install ghost' });
  });

  test('goes to the one who waits when it is let go', async () => {
    const name = newName();
    const first = await tryLock(name, 'install ghost');
    const told: Holder[] = [];
    const second = acquireLock(name, { what: 'remove ghost', waitMs: 5_000, onWait: holder => {
      told.push(holder);
      void first?.release();
    } });
    await using lock = await second;
    expect(told.map(holder => holder.what)).toEqual(['install ghost']);
    expect(lock.name).toBe(name);
  });

  test('serves all who wait, one after the other', async () => {
    const name = newName();
    let inside = 0;
    let most = 0;
    await Promise.all(Array.from({ length: 8 }, async (_, index) => {
      await using _lock = await acquireLock(name, { what: `worker ${index}`, waitMs: 10_000 });
      most = Math.max(most, ++inside);
      await Promise.resolve();
      inside--;
    }));
    expect(most).toBe(1);
  });

  test('that is not let go in time is an error that names the holder', async () => {
    const name = newName();
    await using _lock = (await tryLock(name, 'install ghost'))!;
    await expect(acquireLock(name, { what: 'remove ghost', waitMs: 30 })).rejects
      .toMatchObject({ code: 'ERR_LOCKED', message: expect.stringContaining(`process ${process.pid} (install ghost`) });
  });

  test('is free once its holder is killed', async () => {
    const name = newName();
    const holder = fork(new URL('holder.ts', import.meta.url), [name], { execArgv: [] });
    await once(holder, 'message');
    expect((await holderOf(name))?.pid).toBe(holder.pid);
    const waited = acquireLock(name, { what: 'after its death', waitMs: 5_000, onWait: () => holder.kill('SIGKILL') });
    await using lock = await waited;
    expect(lock.name).toBe(name);
  });

  test('is held by one who is stopped, and tells nobody', async () => {
    const name = newName();
    const holder = fork(new URL('holder.ts', import.meta.url), [name], { execArgv: [] });
    await once(holder, 'message');
    expect(await isHeld(name)).toBe(true);
    holder.kill('SIGSTOP');
    expect(await isHeld(name)).toBe(true);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await isHeld(name)).toBe(false);
  });

  test('may be released twice', async () => {
    const lock = await tryLock(newName(), 'once');
    await lock?.release();
    await expect(lock?.release()).resolves.toBeUndefined();
  });
});

test('names fit the kernel and keep folders, apps and owners apart', () => {
  const names = [appLock('/a', 'x.test'), appLock('/b', 'x.test'), appLock('/a', 'y.test'), runLock('/a', 'x.test', 'runner'), runLock('/a', 'x.test', 'reaper')];
  expect(new Set(names).size).toBe(names.length);
  expect(Math.max(...names.map(name => name.length))).toBeLessThan(107);
});
