/** The memory of a stack is the most that was seen of it, whatever comes and goes meanwhile. */
import { expect, test } from 'vitest';
import { MemoryWatch, usedBytes, type MemorySource } from '../../../harness/swarm/memory-watch.ts';
import type { Container } from '../../../harness/swarm/engine.ts';

const container = (stack: string, service: string, id = service): Container =>
  ({ id, name: id, stack, service, taskId: id, state: 'running', health: undefined, createdAt: 0 });

/** What runs at each look, with what it uses. */
function looks(...moments: [Container, number | undefined][][]): MemorySource {
  let now: [Container, number | undefined][] = [];
  return {
    running: async () => (now = moments.shift() ?? []).map(([running]) => running),
    memoryOf: async asked => now.find(([running]) => running === asked)?.[1],
  };
}

const watching = async (source: MemorySource, times: number, stacks = ['ours']) => {
  const watch = new MemoryWatch(source, () => new Set(stacks));
  for (let time = 0; time < times; time++) await watch.look();
  return watch.stop();
};

test('the total is the most at one moment, not the sum of what each used at its own', async () => {
  const [app, db] = [container('ours', 'app'), container('ours', 'db')];

  const seen = await watching(looks([[app, 300], [db, 10]], [[app, 100], [db, 50]]), 2);

  expect(seen.get('ours')).toEqual({ total: 310, services: { app: 300, db: 50 } });
});

test('while a service is replaced, old and new count together', async () => {
  const seen = await watching(looks([[container('ours', 'app', 'old'), 100], [container('ours', 'app', 'new'), 80]]), 1);

  expect(seen.get('ours')).toEqual({ total: 180, services: { app: 180 } });
});

test('the stacks of others are not looked at', async () => {
  const asked: string[] = [];
  const source = looks([[container('ours', 'app'), 1], [container('theirs', 'app', 'foreign'), 2]]);
  const noting: MemorySource = { ...source, memoryOf: async found => { asked.push(found.id); return source.memoryOf(found); } };

  const seen = await watching(noting, 1);

  expect([...seen.keys()]).toEqual(['ours']);
  expect(asked).toEqual(['app']);
});

test('what goes away between two questions is left out', async () => {
  const seen = await watching(looks([[container('ours', 'app'), undefined], [container('ours', 'db'), 5]]), 1);

  expect(seen.get('ours')).toEqual({ total: 5, services: { db: 5 } });
});

test('an engine that does not answer one time is asked again the next', async () => {
  const scheduled: (() => void)[] = [];
  let failing = true;
  const source: MemorySource = {
    running: async () => {
      if (failing) throw new Error('the engine is being started anew');
      return [container('ours', 'app')];
    },
    memoryOf: async () => 7,
  };
  const watch = new MemoryWatch(source, () => new Set(['ours']), { now: () => 0, after: (_ms, then) => { scheduled.push(then); return () => undefined; } });
  watch.start();
  scheduled.shift()?.();
  await expect.poll(() => scheduled.length).toBe(1);
  failing = false;
  scheduled.shift()?.();
  await expect.poll(() => scheduled.length).toBe(1);

  expect(watch.stop().get('ours')).toEqual({ total: 7, services: { app: 7 } });
});

test('an engine that is silent does not keep the run from its end', () => {
  const silent: MemorySource = { running: () => new Promise(() => undefined), memoryOf: async () => 1 };
  const watch = new MemoryWatch(silent, () => new Set(['ours']), { now: () => 0, after: (_ms, then) => { then(); return () => undefined; } });
  watch.start();

  expect(watch.stop()).toEqual(new Map());
});

test.each([
  [{ usage: 100, stats: { inactive_file: 30 } }, 70],
  [{ usage: 100, stats: { total_inactive_file: 40 } }, 60],
  [{ usage: 100 }, 100],
  [{ usage: 10, stats: { inactive_file: 30 } }, 0],
  [{}, undefined],
])('of %j, %s is used', (answer, used) => {
  expect(usedBytes(answer)).toBe(used);
});
