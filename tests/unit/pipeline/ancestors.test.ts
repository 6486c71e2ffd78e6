/** Given the processes by which a pipeline has started this one, when one of them ends, then that is noticed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { ancestorsOf, watchAncestors } from '../../../harness/pipeline/ancestors.ts';

const started: ChildProcess[] = [];
afterEach(() => { for (const child of started.splice(0)) child.kill('SIGKILL'); });

/** A shell in a session of its own, with a shell in it that waits for its input to end. @returns the inner one's number */
async function nested(): Promise<{ outer: ChildProcess; inner: number }> {
  const outer = spawn('sh', ['-c', "sh -c 'echo $$; read line; :'; :"], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(outer);
  const [line] = await once(createInterface(outer.stdout), 'line') as [string];
  return { outer, inner: Number(line) };
}

test('they are the parents as far as the session reaches', async () => {
  const { outer, inner } = await nested();
  expect(ancestorsOf(inner).map(({ pid }) => pid)).toEqual([outer.pid]);
});

test('the first that is gone is told, once', async () => {
  const { outer, inner } = await nested();
  const gone = new Promise(resolve => void watchAncestors(ancestorsOf(inner), ({ pid }) => resolve(pid)));
  outer.kill('SIGKILL');
  expect(await gone).toBe(outer.pid);
});
