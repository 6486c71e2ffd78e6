/** Backup and restore by the lab's abra through the deployed bot. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { Operator } from './operator.ts';

const test = base.extend<{ operator: Operator }>({
  operator: async ({}, use, info) => {
    const operator = await Operator.start(`back-${info.workerIndex}${info.repeatEachIndex}`);
    await use(operator);
    operator.end();
  },
});

test('what was saved comes back, by the id of its snapshot', async ({ operator }) => {
  const { domain } = operator;
  const say = async (...args: string[]): Promise<string> => {
    const { output, status } = await operator.abra(args);
    expect(status, `${args.join(' ')}\n${output}`).toBe(0);
    return output;
  };
  const inside = (script: string): Promise<string> => say('app', 'run', domain, 'app', '--', 'sh', '-c', script);
  const snapshot = async (): Promise<string> => /"snapshot_id": ?"([0-9a-f]{8,64})"/.exec(await say('app', 'backup', 'create', domain))?.[1] ?? '';

  await say('app', 'new', 'scratch', '-D', domain, '-s', 'lab', '-n', '-S');
  await say('app', 'deploy', domain, '-n', '-D');
  await inside('echo first > /data/note');
  const first = await snapshot();
  await inside('echo second > /data/note');
  const second = await snapshot();
  expect([first, second].filter(Boolean)).toHaveLength(2);
  await inside('rm /data/note');
  expect(await inside('test -e /data/note || echo gone')).toContain('gone');

  await say('app', 'restore', domain, first, '-n');
  await expect.poll(() => operator.abra(['app', 'run', domain, 'app', '--', 'cat', '/data/note']).then(({ output }) => output), { timeout: 30_000 }).toContain('first');
  const list = await say('app', 'backup', 'snapshots', domain);
  expect(list).toContain(first.slice(0, 8));
  expect(list).toContain(second.slice(0, 8));

  await say('app', 'backup', 'download', domain, '--snapshot', second);
  expect(existsSync(join(operator.home, 'backup.tar.gz'))).toBe(true);
  expect(await operator.abra(['app', 'restore', domain, '00000000', '-n'])).toMatchObject({ status: 1 });
});

test('a recipe without a running stack has nothing to save', async ({ operator }) => {
  await operator.abra(['app', 'new', 'scratch', '-D', operator.domain, '-s', 'lab', '-n']);
  expect(await operator.abra(['app', 'backup', 'create', operator.domain])).toMatchObject({ status: 1 });
});
