/** Given a repository that a neighbour has locked, when a backup is tried, then it is tried again, but nothing else is. */
import { expect, test } from 'vitest';
import { AbraError } from '../../../harness/abra/abra-error.ts';
import { unlocked } from '../../../harness/abra/unlocked.ts';

const failed = (tail: string) => new AbraError({ code: 'ERR_ABRA_FAILED', fault: 'environment', message: 'failed', wayOut: 'Wait.', command: 'abra', status: 1, tail });
const locked = 'restic failed: unable to create lock in backend: repository is already locked exclusively by PID 239 on fd0842b73a34';

function act(failures: Error[]): { run: () => Promise<string>; pauses: number[]; pause: (ms: number) => Promise<void> } {
  const pauses: number[] = [];
  return {
    pauses,
    pause: async ms => void pauses.push(ms),
    run: async () => {
      const failure = failures.shift();
      if (failure) throw failure;
      return 'saved';
    },
  };
}

test('a lock is waited out', async () => {
  const { run, pause, pauses } = act([failed(locked), failed(locked)]);
  expect(await unlocked(run, pause)).toBe('saved');
  expect(pauses).toHaveLength(2);
});

test('a lock that stays is told in the end', async () => {
  const { run, pause, pauses } = act(Array.from({ length: 100 }, () => failed(locked)));
  await expect(unlocked(run, pause)).rejects.toThrow(/failed/);
  expect(pauses).toHaveLength(19);
});

test('any other failure is told at once', async () => {
  const { run, pause, pauses } = act([failed('wrong password or no key found')]);
  await expect(unlocked(run, pause)).rejects.toThrow(/failed/);
  expect(pauses).toEqual([]);
});
