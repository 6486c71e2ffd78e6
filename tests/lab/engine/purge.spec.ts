/** `down --purge` and `up` on folders that are somebody else's, or not this lab's alone. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../../lab/engine/process.ts';
import { expect, test } from './throwaway.ts';

test('purge removes what the lab made, and leaves what somebody put there', async ({ own }) => {
  own.cache = join(own.root, 'cache');
  await own.up();
  const { lab } = own;
  for (const folder of [own.folder, own.cache]) writeFileSync(join(folder, 'letter.txt'), 'x');

  const purged = await own.cli('down', '--purge');
  expect(purged.exitCode).toBe(0);
  expect(purged.stderr).toContain(`left alone, for the lab did not make it: ${own.folder}/letter.txt, ${own.cache}/letter.txt`);
  expect(isAlive(lab)).toBe(false);
  for (const folder of [own.folder, own.cache]) expect(readdirSync(folder).sort()).toEqual(['CACHEDIR.TAG', 'letter.txt']);

  await own.up();
  expect((await own.cli('down', '--purge')).exitCode).toBe(0);
});

test('a folder that is somebody else\'s is neither used nor removed, and the lab lives on', async ({ own }) => {
  own.cache = join(own.root, 'cache');
  await own.up();
  const { lab, cache } = own;
  const theirs = join(own.root, 'project');
  mkdirSync(join(theirs, 'images'), { recursive: true });
  mkdirSync(join(theirs, 'data'));
  writeFileSync(join(theirs, 'data', 'letter.txt'), 'x');

  own.cache = theirs;
  const asCache = await own.cli('down', '--purge');
  own.cache = cache;
  expect(asCache.exitCode).toBe(2);
  expect(asCache.stderr).toMatch(/project is to be the lab's image cache, but the lab did not make it.*ERR_LAB_FOLDER_FOREIGN/);
  expect(isAlive(lab)).toBe(true);

  for (const command of [['down'], ['down', '--purge'], ['up', '--bare']]) {
    const asState = await own.cli(...command, { LAB_STATE: theirs });
    expect(asState.exitCode, command.join(' ')).toBe(2);
    expect(asState.stderr).toMatch(/project is to be the lab's state folder.*ERR_LAB_FOLDER_FOREIGN/);
    expect(asState.stderr).not.toMatch(/\n\s+at /);
  }
  expect(readdirSync(theirs).sort()).toEqual(['data', 'images']);
  expect(readdirSync(join(theirs, 'data'))).toEqual(['letter.txt']);
});

test('purge does not take the cache from under another lab', async ({ own, another }) => {
  own.cache = another.cache = join(own.root, 'cache');
  await Promise.all([own.up(), another.up()]);
  const refused = await own.cli('down', '--purge');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(new RegExp(`the lab in ${another.folder} uses it too.*ERR_LAB_CACHE_IN_USE`));
  expect(isAlive(own.lab)).toBe(true);

  expect((await another.cli('down')).exitCode).toBe(0);
  expect((await own.cli('down', '--purge')).exitCode).toBe(0);
  expect([existsSync(own.folder), existsSync(own.cache)]).toEqual([false, false]);
});
