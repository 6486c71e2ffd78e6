import { expect, test } from 'vitest';
import { readCommandLine } from '../../../harness/report/command-line.ts';

const read = (...words: string[]) => readCommandLine(['node', 'cli.js', ...words]);

test.each<[string[], string[], string[]]>([
  [['test'], [], []],
  [['test', '--project=ghost', '--headed'], ['ghost'], []],
  [['test', '--project', 'ghost', 'n8n', '--workers', '2'], ['ghost', 'n8n'], []],
  [['test', '-g', '@backup', '--reporter', 'dot'], [], ['-g @backup']],
  [['test', '--grep=@a|@b', '-j', '2', '--trace', 'on'], [], ['--grep @a|@b']],
  [['test', '2-backup', '-c', 'x.config.ts'], [], ['2-backup']],
  [['test', '--last-failed', '--shard', '1/2'], [], ['--last-failed', '--shard 1/2']],
  [['test', '--only-changed'], [], ['--only-changed']],
  [['test', '--shuffle', '-u', 'all'], [], []],
  [['test', '--', 'not/ours'], [], []],
  [['test', '-g@install'], [], ['-g @install']],
])('%j', (words, projects, narrowedBy) => {
  expect(read(...words)).toMatchObject({ isTest: true, projects, narrowedBy });
});

test('only `playwright test` is a test run, and not all of it runs', () => {
  expect(read('show-report', 'x').isTest).toBe(false);
  expect(read().isTest).toBe(false);
  expect(read('test', '--list')).toMatchObject({ isTest: true, runsNothing: true });
  expect(read('test', '--ui')).toMatchObject({ interactive: true });
});
