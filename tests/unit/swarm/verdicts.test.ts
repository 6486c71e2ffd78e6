/** Every verdict on a stack, word for word: what a maintainer reads, whose fault it is said to be, and the way out. */
import { describe, expect, it } from 'vitest';
import { judge, type Case } from '../../../harness/swarm/judge.ts';
import type { StackState } from '../../../harness/swarm/standing.ts';
import type { ServiceView, TaskView, UpdateState } from '../../../harness/swarm/views.ts';
import { aService, aState, aTask, anEvent, commit, dead, stack, zero } from './world.ts';

const about: Case = { identity: { commit }, expected: undefined, since: zero, quietSince: zero };
const verdict = (state: StackState, more: Partial<Case> = {}) => {
  const judgement = judge(state, { ...about, ...more });
  return judgement.kind === 'hopeless' ? judgement.verdict : judgement.kind;
};
const waitsFor = (state: StackState, more: Partial<Case> = {}) => {
  const judgement = judge(state, { ...about, ...more });
  return judgement.kind === 'waiting' ? [judgement.for, judgement.recheckAt] : judgement.kind;
};
const again = (service = 'app', slot = '1') => aTask(service, 'ready', { desired: 'ready', createdAt: zero + 50_000, slot });
const update = (state: UpdateState['state']): UpdateState => ({ state, startedAt: zero + 1_000, message: 'told by swarm' });
const restart = (condition: 'none' | 'on-failure' | 'any', maxAttempts = 0) => ({ restart: { condition, delayMs: 0, maxAttempts } });

describe('an update', () => {
  const wayOut = 'Mend what ends the new version (its last lines are below), or give it the time it needs (start_period, monitor).';
  it.each([
    ['rollback_started', 'is being rolled back'], ['rollback_completed', 'was rolled back'], ['rollback_paused', 'was rolled back, and the roll-back is stuck'],
  ] as const)('%s', (state, ended) => {
    expect(verdict(aState([aService('app', { update: update(state) })], [aTask('app', 'running')]))).toEqual({
      code: 'ERR_UPDATE_ROLLED_BACK', fault: 'recipe', service: 'app', said: 'told by swarm', wayOut,
      message: `The update of app ${ended} by swarm. What runs is the old version.`,
    });
  });

  it('rolled back tells of the last death of its own service, even one of a minute before swarm said so', () => {
    const service = aService('app', { update: { ...update('rollback_completed'), startedAt: zero + 70_000 } });
    const told = (at: number, more: Partial<TaskView> = {}) => verdict(aState([service, aService('db')], [...dead('app', 1, { first: at, specKey: 'new', ...more }), ...dead('db', 1, { first: 90_000, exitCode: 3 }), aTask('app', 'running')], 100_000));
    const message = (death: string) => ({ message: `The update of app was rolled back by swarm${death}. What runs is the old version.` });
    expect(told(10_000)).toMatchObject(message(': the new task exited with 1'));
    expect(told(9_999)).toMatchObject(message(''));
    expect(told(20_000, { error: 'dockerexec: unhealthy container' })).toMatchObject(message(': the new task was stopped by its health check'));
    expect(told(20_000, { state: 'rejected' })).toMatchObject(message(': the new task was rejected'));
  });

  it('paused', () => {
    const state = aState([aService('app', { update: update('paused') })], [...dead('app', 1), again(), aTask('app', 'running', { specKey: 'before' })]);
    expect(verdict(state)).toEqual({
      code: 'ERR_UPDATE_PAUSED', fault: 'recipe', service: 'app', said: 'told by swarm',
      message: 'The update of app is paused: a new task failed, and swarm leaves the rest at the old version.', wayOut: 'Mend what ends the new version (its last lines are below).',
    });
  });
});

describe('a rejected task', () => {
  const rejected = (error: string, more: Partial<TaskView> = {}, times = 1) => verdict(aState([aService('app')], [...dead('app', times, { state: 'rejected', error, exitCode: undefined, ...more }), again()]));

  it('for its mount', () => {
    expect(rejected('bind source path does not exist: /x')).toEqual({
      code: 'ERR_TASK_REJECTED', fault: 'recipe', service: 'app', said: 'bind source path does not exist: /x',
      message: 'The engine rejects app: bind source path does not exist: /x.', wayOut: 'Correct app in the compose file: it cannot be started as it stands.',
    });
  });

  it('for no reason that is told', () => {
    expect(rejected('')).toMatchObject({ message: 'The engine rejects app: no reason given.' });
  });

  it('for a full disk', () => {
    expect(rejected('write /x: No space left on device')).toMatchObject({ code: 'ERR_TASK_REJECTED', fault: 'environment', wayOut: 'Free space on the engine.' });
  });

  it.each(['No such image: shop:1', 'pull access denied for shop', 'toomanyrequests: slow down', 'you have reached your rate limit', 'manifest unknown', 'image shop:1 was not found'])('for its image: %s', error => {
    expect(rejected(error)).toMatchObject({
      code: 'ERR_IMAGE_UNAVAILABLE', service: 'app', image: 'shop:1', said: error,
      message: 'The image shop:1 of app cannot be had.', wayOut: 'See that the engine reaches the registry and that the image exists, or load it beforehand.',
    });
  });

  it.each(['network abc not found', 'network abc is no longer there', 'failed to allocate gateway', 'Address already in use'])('by accident, twice at most: %s', error => {
    expect(rejected(error, {}, 2)).toBe('waiting');
    expect(rejected(error, {}, 3)).toMatchObject({ code: 'ERR_TASK_REJECTED', fault: 'recipe' });
  });

  it('by an engine that has just started, and whose swarm does not come back', () => {
    const error = 'cannot create a swarm scoped network when swarm is not active';
    expect(rejected(error, {}, 2)).toBe('waiting');
    expect(rejected(error, {}, 3)).toMatchObject({ code: 'ERR_TASK_REJECTED', fault: 'environment', wayOut: 'Look at the engine: its swarm does not come back.' });
  });

  it('tells the last reason of several, and knows nothing of other ends', () => {
    const tasks = [...dead('app', 1, { state: 'rejected', error: 'first' }), ...dead('app', 1, { state: 'rejected', error: 'second', first: 9_000 }), ...dead('app', 1, { first: 12_000 }), again()];
    expect(verdict(aState([aService('app')], tasks))).toMatchObject({ said: 'second' });
    expect(verdict(aState([aService('app'), aService('db')], [...dead('db', 1, { state: 'rejected', error: 'of db' }), again('db'), aTask('app', 'running')]))).toMatchObject({ service: 'db' });
  });
});

describe('a loop', () => {
  it('of equal exits', () => {
    expect(verdict(aState([aService('app')], [...dead('app', 3, { life: 700 }), ...dead('app', 1, { first: 30_000, life: 12_000 }), again()]))).toEqual({
      code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', service: 'app', said: 'task: non-zero exit (1)',
      message: 'app exited with 1, 4 times in a row, each time within 12 s.', wayOut: 'Mend what its last lines name.',
    });
  });

  it('at its memory limit', () => {
    const tasks = dead('app', 3, { exitCode: undefined });
    const killed = tasks.map(task => anEvent(task.id, 'oom', 1_000));
    expect(verdict(aState([aService('app')], [...tasks, again()], 60_000, killed))).toMatchObject({
      message: 'app was ended at its memory limit (exit 137), 3 times in a row, each time within 0.5 s.', wayOut: 'Give it more memory: the engine ended it at its limit.',
    });
    const exited = dead('app', 3, { exitCode: 1 });
    expect(verdict(aState([aService('app')], [...exited, again()], 60_000, exited.map(task => anEvent(task.id, 'oom', 1_000))))).toMatchObject({ message: expect.stringContaining('(exit 1)') as string });
  });

  it('of starts that fail for one reason, or for several', () => {
    const starts = (...errors: string[]) => errors.flatMap((error, index) => dead('app', 1, { exitCode: undefined, error, first: 2_000 + index * 6_000 }));
    expect(verdict(aState([aService('app')], [...starts('a', 'a', 'a'), again()]))).toMatchObject({ message: 'app could not be started (a), 3 times in a row, each time within 0.5 s.' });
    expect(verdict(aState([aService('app')], [...starts('a', 'b', 'a'), again()]))).toBe('waiting');
    expect(verdict(aState([aService('app')], [...starts('a', 'b', 'a', 'b', 'a'), again()]))).toBe('waiting');
    expect(verdict(aState([aService('app')], [...starts('a', 'b', 'a', 'b', 'a', 'b'), again()]))).toMatchObject({ code: 'ERR_APP_CRASH_LOOP' });
  });

  it('counts replica by replica', () => {
    const two = aService('app', { wanted: 2 });
    const deaths = (slot: string, times: number) => dead('app', times, { slot });
    expect(verdict(aState([two], [...deaths('1', 2), ...deaths('2', 2), again(), again('app', '2')]))).toBe('waiting');
    expect(verdict(aState([two], [...deaths('1', 1), ...deaths('2', 3), again(), again('app', '2')]))).toMatchObject({ message: expect.stringContaining('3 times in a row') as string });
  });

  it('is not one where a replica with a health check is up, but is where only a process runs', () => {
    const tasks = [...dead('app', 3), aTask('app', 'running', { createdAt: zero + 20_000, since: zero + 20_000 })];
    expect(verdict(aState([aService('app')], tasks, 20_100))).toBe('settled');
    expect(verdict(aState([aService('app', { health: undefined })], tasks, 20_100))).toMatchObject({ code: 'ERR_APP_CRASH_LOOP' });
  });

  it('is ended by a life of a minute, of half a minute more than the health check gives where that is longer', () => {
    const lived = (service: ServiceView, life: number) => verdict(aState([service], [...dead('app', 2, { first: 2_000 }), ...dead('app', 1, { first: 200_000, life }), again()], 300_000));
    expect(lived(aService('app'), 59_999)).toMatchObject({ code: 'ERR_APP_CRASH_LOOP' });
    expect(lived(aService('app'), 60_000)).toBe('waiting');
    const patient = aService('app', { health: { intervalMs: 10_000, timeoutMs: 5_000, retries: 2, startPeriodMs: 20_000 } });
    expect(lived(patient, 89_999)).toMatchObject({ code: 'ERR_APP_CRASH_LOOP' });
    expect(lived(patient, 90_000)).toBe('waiting');
  });

  it('counts once the others have stood for a second, ten more where they say nothing of their start', () => {
    const beside = (other: ServiceView, since: number) => verdict(aState([aService('app'), other], [...dead('app', 3, { first: 26_000 }), again(), aTask('db', 'running', { since: zero + since })], 80_000));
    // The third attempt, which died at 38 s, began at 37.5 s.
    expect(beside(aService('db'), 36_501)).toBe('waiting');
    expect(beside(aService('db'), 36_500)).toMatchObject({ code: 'ERR_APP_CRASH_LOOP' });
    expect(beside(aService('db'), 36_500)).not.toHaveProperty('excusedUntil');
    expect(beside(aService('db', { health: undefined }), 26_501)).toBe('waiting');
    expect(beside(aService('db', { health: undefined }), 26_500)).toMatchObject({ excusedUntil: zero + 86_500 });
  });

  it('is excused for a minute from the last start of another, not by one that is scaled to nothing', () => {
    const off = aService('off', { health: undefined, wanted: 0 });
    expect(verdict(aState([aService('app'), off], [...dead('app', 3), again()]))).not.toHaveProperty('excusedUntil');
    const blind = [aService('db', { health: undefined }), aService('cache', { health: undefined })];
    expect(verdict(aState([aService('app'), ...blind], [...dead('app', 6), again(), aTask('db', 'running', { since: zero + 5_000 }), aTask('cache', 'running', { since: zero + 3_000 })])))
      .toMatchObject({ excusedUntil: zero + 65_000 });
  });
});

describe('unhealthy', () => {
  const sick = (times: number, more: Partial<TaskView> & { life?: number } = {}) => dead('app', times, { error: 'task: non-zero exit (143): dockerexec: unhealthy container', exitCode: 143, life: 4_000, ...more });
  const wayOut = 'Correct the health check or what it asks; if the app needs longer, raise start_period.';

  it('again and again', () => {
    expect(verdict(aState([aService('app')], [...sick(3), again()]))).toEqual({
      code: 'ERR_APP_UNHEALTHY', fault: 'recipe', service: 'app', wayOut,
      message: 'app does not pass its health check: 3 containers in a row were stopped for it, the last after 4.0 s.',
    });
  });

  it('once, and not restarted', () => {
    expect(verdict(aState([aService('app', restart('none'))], sick(1)))).toEqual({
      code: 'ERR_APP_UNHEALTHY', fault: 'recipe', service: 'app', wayOut,
      message: 'app does not pass its health check: a container was stopped for it, the last after 4.0 s, and it is not restarted.',
    });
  });
});

describe('not restarted', () => {
  it.each<[string, Partial<ServiceView>, number, Partial<TaskView>, object]>([
    ['an exit under none', restart('none'), 1, {}, { code: 'ERR_APP_CRASH_LOOP', message: 'app exited with 1 and is not restarted, by its restart condition "none".', wayOut: 'Mend what its last lines name.' }],
    ['the last attempt', restart('on-failure', 2), 3, {}, { code: 'ERR_APP_CRASH_LOOP', message: 'app exited with 1 and is not restarted, after 3 attempts.' }],
    ['the only attempt', restart('any', 1), 1, {}, { code: 'ERR_APP_CRASH_LOOP', message: 'app exited with 1 and is not restarted, after 1 attempts.' }],
    ['an end with 0', restart('on-failure'), 1, { state: 'complete', exitCode: 0, error: '' }, {
      code: 'ERR_APP_EXITED', said: '', message: 'app exited with 0 and is not restarted, by its restart condition "on-failure".',
      wayOut: 'A service must go on running: keep its process in the foreground, or declare it as a job.',
    }],
  ])('%s', (_how, service, times, tasks, expected) => {
    expect(verdict(aState([aService('app', service)], dead('app', times, tasks)))).toMatchObject({ fault: 'recipe', service: 'app', said: 'task: non-zero exit (1)', ...expected });
  });

  it('is nothing that another task of the replica, a scale of 0 or global mode could have', () => {
    expect(verdict(aState([aService('app', restart('none'))], [...dead('app', 1), aTask('app', 'starting')]))).toBe('waiting');
    expect(verdict(aState([aService('app'), aService('off', { ...restart('none'), wanted: 0 })], [aTask('app', 'running'), ...dead('off', 1)]))).toBe('settled');
    expect(verdict(aState([aService('app'), aService('each', { ...restart('none'), mode: 'global', wanted: undefined })], [aTask('app', 'running'), ...dead('each', 1)]))).toBe('waiting');
    expect(verdict(aState([aService('app', restart('none'))], dead('app', 1, { desired: 'ready' })))).toBe('waiting');
  });
});

describe('no node', () => {
  const stuck = (error: string, more: Partial<TaskView> = {}) => aTask('app', 'pending', { error, ...more });

  it('takes it', () => {
    expect(verdict(aState([aService('app')], [stuck('no suitable node (insufficient resources on 1 node)')]))).toEqual({
      code: 'ERR_NO_SUITABLE_NODE', fault: 'environment', service: 'app', said: 'no suitable node (insufficient resources on 1 node)',
      message: 'No node of the swarm takes app: insufficient resources on 1 node.',
      wayOut: 'Free what it asks for (memory, ports, labels of the node), or use a larger server.',
    });
    expect(verdict(aState([aService('app')], [stuck('', { message: 'pending: no suitable node (x)' })]))).toMatchObject({ said: 'pending: no suitable node (x)', message: 'No node of the swarm takes app: x.' });
  });

  it('takes it while its old task holds the port', () => {
    const startFirst = { update: update('updating'), updateConfig: { parallelism: 1, delayMs: 0, monitorMs: 0, startFirst: true } };
    const error = 'no suitable node (host-mode port already in use on 1 node)';
    const old = aTask('app', 'running', { specKey: 'before' });
    expect(verdict(aState([aService('app', startFirst)], [stuck(error), old]))).toEqual({
      code: 'ERR_NO_SUITABLE_NODE', fault: 'recipe', service: 'app', said: error,
      message: 'The update of app never ends: its new task waits for the host port that its old one holds (order start-first).',
      wayOut: 'Set update_config.order to stop-first for a service with a host-mode port.',
    });
    for (const state of [
      aState([aService('app', startFirst)], [stuck(error)]), aState([aService('app')], [stuck(error), old]),
      aState([aService('app', startFirst)], [stuck('no suitable node (x)'), old]), aState([aService('app', startFirst), aService('db')], [stuck(error), aTask('db', 'running')]),
    ]) expect(verdict(state)).toMatchObject({ fault: 'environment' });
  });

  it('is waited for, a quarter of a second at a time, while something leaves', () => {
    const leaving = aTask('db', 'running', { desired: 'shutdown' });
    const state = (after: number, ...more: TaskView[]) => aState([aService('app'), aService('db')], [stuck('no suitable node (x)'), ...more], after);
    expect(waitsFor(state(20_000, leaving))).toEqual(['app: pending', zero + 20_250]);
    expect(waitsFor(state(1_000, leaving))).toEqual(['app: pending', zero + 5_000]);
    expect(waitsFor(state(4_999))).toEqual(['app: pending', zero + 5_249]);
    expect(verdict(state(5_000, aTask('db', 'shutdown'), aTask('db', 'ready', { desired: 'ready' })))).toMatchObject({ code: 'ERR_NO_SUITABLE_NODE' });
  });
});

describe('the stack', () => {
  const up = [aTask('app', 'running')];
  it('of another commit', () => {
    expect(verdict(aState([aService('app')], up), { identity: { commit: 'd'.repeat(40) } })).toMatchObject({ code: 'ERR_WRONG_IDENTITY', message: expect.stringContaining('chaos-version "c0ffee01", expected dddddddd') as string });
  });
  it('is waited for at the earliest moment that may bring something', () => {
    const worker = (name: string, since: number) => [aService(name, { health: undefined }), aTask(name, 'running', { since: zero + since })] as const;
    const [a, taskOfA] = worker('a', 9_500);
    const [b, taskOfB] = worker('b', 9_200);
    expect(waitsFor(aState([aService('app'), a, b], [...up, taskOfA, taskOfB], 10_000))).toEqual(['a: running', zero + 10_200]);
    expect(waitsFor(aState([aService('app'), a], [aTask('app', 'starting')], 10_000))).toEqual(['app: starting', undefined]);
  });
  it('is told by its name', () => {
    expect(verdict(aState([], []))).toMatchObject({ message: expect.stringContaining(stack) as string });
  });
});
