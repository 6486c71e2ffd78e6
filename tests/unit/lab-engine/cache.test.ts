/** A cache that several labs share, and who may remove it. */
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { joinCache, leaveCache, purgeCache, requireUnused } from '../../../lab/engine/cache.ts';
import { identityOf } from '../../../lab/engine/identity.ts';
import { withLock } from '../../../lab/engine/lock.ts';
import { bootId, startTime } from '../../../lab/engine/process.ts';
import { writeLab, type Lab } from '../../../lab/state.ts';

let root: string;
beforeEach(() => { root = realpathSync(mkdtempSync(join(tmpdir(), 'cache-'))); });
afterEach(() => rmSync(root, { recursive: true, force: true }));

const cache = (): string => join(root, 'cache');
const lab = (name: string): string => join(root, name);
/** Alive as long as this very process is. */
const live = (name: string): void => writeLab({ folder: lab(name), pid: process.pid, started: startTime(process.pid), boot: bootId() } as Lab);

it('goes with the last lab', async () => {
  await joinCache(cache(), lab('a'));
  live('a');
  expect(await purgeCache(cache(), lab('a'))).toEqual([]);
  expect(existsSync(cache())).toBe(false);
});

it('stays under a lab that lives, until that one has ended', async () => {
  for (const name of ['a', 'b']) await joinCache(cache(), lab(name));
  live('b');
  const inUse = new RegExp(`the lab in ${lab('b')} uses it too.*ERR_LAB_CACHE_IN_USE`);
  await expect(requireUnused(cache(), lab('a'))).rejects.toThrow(inUse);
  await expect(purgeCache(cache(), lab('a'))).rejects.toThrow(inUse);
  expect(readdirSync(join(cache(), 'labs'))).toHaveLength(2);
  await leaveCache(cache(), lab('b'));
  expect(await purgeCache(cache(), lab('a'))).toEqual([]);
});

it('stays under a lab that a command is at work on, for it may be on its way up', async () => {
  await joinCache(cache(), lab('b'));
  await withLock(identityOf(lab('b')).lock, async () => {
    await expect(purgeCache(cache(), lab('a'))).rejects.toThrow('ERR_LAB_CACHE_IN_USE');
  });
  expect(await purgeCache(cache(), lab('a'))).toEqual([]);
});

it('minds no lab that was killed', async () => {
  await joinCache(cache(), lab('b'));
  writeLab({ folder: lab('b'), pid: process.pid, started: 'before', boot: bootId() } as Lab);
  expect(await purgeCache(cache(), lab('a'))).toEqual([]);
});
