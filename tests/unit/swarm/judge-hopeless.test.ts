/** The judgement on plain data: what is hopeless, from when on, and by whose fault. */
import { describe, expect, it } from 'vitest';
import { judge, type Case, type Judgement } from '../../../harness/swarm/judge.ts';
import type { StackState } from '../../../harness/swarm/standing.ts';
import type { ServiceView, UpdateState } from '../../../harness/swarm/views.ts';
import { aService, aState, aTask, anEvent, commit, dead, zero } from './world.ts';

const about: Case = { identity: { commit }, expected: undefined, since: zero, quietSince: zero };
const judged = (state: StackState, more: Partial<Case> = {}): Judgement => judge(state, { ...about, ...more });
const code = (judgement: Judgement) => judgement.kind === 'hopeless' ? judgement.verdict.code : judgement.kind;
const update = (state: UpdateState['state'], startedAt = zero + 1_000): UpdateState => ({ state, startedAt, message: 'told by swarm' });
const blind = { health: undefined } satisfies Partial<ServiceView>;

describe('rejected', () => {
  const rejected = (error: string, times = 1) => judged(aState([aService('app')], [...dead('app', times, { state: 'rejected', error, exitCode: undefined }), aTask('app', 'ready', { desired: 'ready', createdAt: zero + 50_000 })]));
  it('at once, in the engine\'s words', () => {
    expect(rejected('bind source path does not exist: /x')).toMatchObject({ verdict: { code: 'ERR_TASK_REJECTED', fault: 'recipe', message: expect.stringContaining('/x') } });
  });
  it('an image that cannot be had has a verdict of its own, and the fault by the words', () => {
    expect(rejected('No such image: shop:1')).toMatchObject({ verdict: { code: 'ERR_IMAGE_UNAVAILABLE', fault: 'environment', image: 'shop:1' } });
    expect(rejected('toomanyrequests: You have reached your pull rate limit')).toMatchObject({ verdict: { code: 'ERR_IMAGE_UNAVAILABLE', fault: 'environment' } });
    expect(rejected('manifest for shop:1 not found: manifest unknown')).toMatchObject({ verdict: { code: 'ERR_IMAGE_UNAVAILABLE', fault: 'recipe' } });
  });
  it('a full disk is the environment\'s', () => {
    expect(rejected('mkdir /var/lib/docker: no space left on device')).toMatchObject({ verdict: { code: 'ERR_TASK_REJECTED', fault: 'environment' } });
  });
  it('a network that is going away may reject twice', () => {
    expect(code(rejected('network abc not found', 2))).toBe('waiting');
    expect(code(rejected('network abc not found', 3))).toBe('ERR_TASK_REJECTED');
  });
  it('not those of an earlier deploy or version', () => {
    const tasks = [...dead('app', 1, { state: 'rejected', error: 'bad mount' }), aTask('app', 'running')];
    expect(code(judged(aState([aService('app')], tasks), { since: zero + 5_000 }))).toBe('settled');
    expect(code(judged(aState([aService('app', { specKey: 'other' })], [...tasks.slice(0, 1), aTask('app', 'running', { specKey: 'other' })])))).toBe('settled');
  });
});

describe('crash loop', () => {
  const again = aTask('app', 'ready', { desired: 'ready', createdAt: zero + 20_000 });
  it('three equal exits, not two', () => {
    expect(code(judged(aState([aService('app')], [...dead('app', 2), again])))).toBe('waiting');
    expect(judged(aState([aService('app')], [...dead('app', 3), again]))).toMatchObject({ verdict: { code: 'ERR_APP_CRASH_LOOP', service: 'app', message: expect.stringMatching(/exited with 1, 3 times.*within 0\.5 s/) } });
  });
  it('the third is taken from the container\'s event, without waiting for swarm', () => {
    const task = aTask('app', 'starting', { createdAt: zero + 14_000 });
    const judgement = judged(aState([aService('app')], [...dead('app', 2), task], 14_600, [anEvent(task.id, 'start', 14_000), anEvent(task.id, 'die', 14_500, { exitCode: '1' })]));
    expect(code(judgement)).toBe('ERR_APP_CRASH_LOOP');
  });
  it('a container that was told to stop has not died', () => {
    const task = aTask('app', 'running', { desired: 'shutdown', specKey: 'before' });
    const state = aState([aService('app')], [task, aTask('app', 'running')], 5_000, [anEvent(task.id, 'die', 4_000, { exitCode: '137' })]);
    expect(state.deaths).toEqual([]);
  });
  it('unequal exits need six', () => {
    const mixed = (times: number) => dead('app', times).map((task, index) => ({ ...task, exitCode: index % 2 }));
    expect(code(judged(aState([aService('app')], [...mixed(5), again])))).toBe('waiting');
    expect(code(judged(aState([aService('app')], [...mixed(6), again])))).toBe('ERR_APP_CRASH_LOOP');
  });
  it('holds while another service is still starting', () => {
    const state = (db: ReturnType<typeof aTask>) => aState([aService('app'), aService('db')], [...dead('app', 5), again, db]);
    expect(code(judged(state(aTask('db', 'starting'))))).toBe('waiting');
    // Settled at 27 s: the fifth attempt, which died at 26 s, began before that.
    expect(code(judged(state(aTask('db', 'running', { since: zero + 27_000 }))))).toBe('waiting');
    expect(code(judged(state(aTask('db', 'running', { since: zero + 20_000 }))))).toBe('ERR_APP_CRASH_LOOP');
  });
  it('a service without health check counts as starting for ten seconds, and gives an excuse for a minute', () => {
    const state = (since: number) => aState([aService('app'), aService('db', blind)], [...dead('app', 5), again, aTask('db', 'running', { since: zero + since })]);
    expect(code(judged(state(16_500)))).toBe('waiting');
    expect(judged(state(1_000))).toMatchObject({ verdict: { code: 'ERR_APP_CRASH_LOOP', excusedUntil: zero + 61_000 } });
  });
  it('is not held up by another that loops itself', () => {
    const state = aState([aService('app'), aService('db')], [...dead('app', 3), ...dead('db', 3), again, aTask('db', 'ready', { desired: 'ready', createdAt: zero + 20_000 })]);
    expect(code(judged(state))).toBe('ERR_APP_CRASH_LOOP');
  });
  it('a long life, or being healthy again, ends the row', () => {
    const lived = [...dead('app', 2), ...dead('app', 1, { first: 100_000, life: 80_000 }), ...dead('app', 2, { first: 106_000 })];
    expect(code(judged(aState([aService('app')], [...lived, aTask('app', 'starting', { createdAt: zero + 120_000 })], 130_000)))).toBe('waiting');
    expect(code(judged(aState([aService('app')], [...dead('app', 4), aTask('app', 'running', { createdAt: zero + 30_000 })])))).toBe('settled');
  });
  it('memory limit is told', () => {
    const tasks = dead('app', 3, { exitCode: 137 });
    const state = aState([aService('app')], [...tasks, again], 60_000, tasks.map(task => anEvent(task.id, 'oom', 1_000)));
    expect(judged(state)).toMatchObject({ verdict: { message: expect.stringContaining('memory limit'), wayOut: expect.stringContaining('memory') } });
  });
  it('could not be started at all', () => {
    const error = 'starting container failed: exec: "/nope": no such file or directory';
    expect(judged(aState([aService('app')], [...dead('app', 3, { exitCode: undefined, error }), again]))).toMatchObject({ verdict: { code: 'ERR_APP_CRASH_LOOP', message: expect.stringContaining('/nope') } });
  });
});

describe('not restarted', () => {
  const with0 = (service: ServiceView) => judged(aState([service], [aTask('app', 'complete', { exitCode: 0 })]));
  const restart = (condition: 'none' | 'on-failure' | 'any', maxAttempts = 0) => ({ restart: { condition, delayMs: 0, maxAttempts } });
  it('exit 0 of the app, under any condition that leaves it dead', () => {
    expect(with0(aService('app', restart('on-failure')))).toMatchObject({ verdict: { code: 'ERR_APP_EXITED', message: expect.stringContaining('on-failure') } });
    expect(code(with0(aService('app', restart('none'))))).toBe('ERR_APP_EXITED');
  });
  it('exit 1 under none, and after the last attempt', () => {
    const tasks = (times: number) => dead('app', times);
    expect(judged(aState([aService('app', restart('none'))], tasks(1)))).toMatchObject({ verdict: { code: 'ERR_APP_CRASH_LOOP', message: expect.stringContaining('"none"') } });
    expect(judged(aState([aService('app', restart('any', 1))], tasks(2)))).toMatchObject({ verdict: { message: expect.stringContaining('after 2 attempts') } });
  });
  it('counts the attempts of its own replica', () => {
    const service = aService('app', { ...restart('none'), wanted: 2 });
    const state = aState([service], [...dead('app', 1, { slot: '1' }), ...dead('app', 1, { slot: '2' })]);
    expect(judged(state)).toMatchObject({ verdict: { message: expect.stringContaining('by its restart condition "none"') } });
  });
  it('not while swarm is about to make the next task, nor while an update is under way', () => {
    expect(code(judged(aState([aService('app', restart('none'))], dead('app', 1, { desired: 'running' }))))).toBe('waiting');
    expect(code(judged(aState([aService('app', { ...restart('none'), update: update('updating') })], dead('app', 1))))).toBe('waiting');
  });
  it('a one-shot that fails', () => {
    const init = aService('init', { ...blind, ...restart('none') });
    expect(judged(aState([aService('app'), init], [aTask('app', 'running'), ...dead('init', 1)]))).toMatchObject({ verdict: { code: 'ERR_APP_CRASH_LOOP', service: 'init' } });
  });
  it('a container that its health check ended with 0 did not finish', () => {
    const task = aTask('app', 'complete', { exitCode: 0, since: zero + 5_000 });
    const state = aState([aService('app', restart('on-failure'))], [task], 6_000, [anEvent(task.id, 'health_status: unhealthy', 4_000), anEvent(task.id, 'die', 5_000, { exitCode: '0' })]);
    expect(code(judged(state))).toBe('ERR_APP_UNHEALTHY');
  });
});

describe('unhealthy', () => {
  const sick = (times: number, more = {}) => dead('app', times, { error: 'task: non-zero exit (143): dockerexec: unhealthy container', exitCode: 143, life: 4_000, ...more });
  const again = aTask('app', 'starting', { createdAt: zero + 30_000 });
  it('two attempts, not one', () => {
    expect(code(judged(aState([aService('app')], [...sick(1), again])))).toBe('waiting');
    expect(judged(aState([aService('app')], [...sick(2), again]))).toMatchObject({ verdict: { code: 'ERR_APP_UNHEALTHY', message: expect.stringContaining('after 4.0 s') } });
  });
  it('not while the database is starting', () => {
    expect(code(judged(aState([aService('app'), aService('db')], [...sick(2), again, aTask('db', 'preparing')])))).toBe('waiting');
  });
});

describe('updates', () => {
  it('rolled back: under way, done and stuck', () => {
    for (const state of ['rollback_started', 'rollback_completed', 'rollback_paused'] as const) {
      expect(judged(aState([aService('app', { update: update(state) })], [aTask('app', 'running')]))).toMatchObject({ verdict: { code: 'ERR_UPDATE_ROLLED_BACK', said: 'told by swarm' } });
    }
  });
  it('rolled back names what ended the new task', () => {
    const failed = dead('app', 1, { specKey: 'new', exitCode: 9 });
    expect(judged(aState([aService('app', { update: update('rollback_completed') })], [...failed, aTask('app', 'running')]))).toMatchObject({ verdict: { message: expect.stringContaining('exited with 9') } });
  });
  it('paused with a replica left at the old version', () => {
    const service = aService('app', { wanted: 2, update: update('paused') });
    const state = aState([service], [...dead('app', 1, { slot: '1' }), aTask('app', 'ready', { desired: 'ready', slot: '1', createdAt: zero + 9_000 }), aTask('app', 'running', { slot: '2', specKey: 'before' })]);
    expect(code(judged(state))).toBe('ERR_UPDATE_PAUSED');
    expect(code(judged(state, { since: zero + 5_000 }))).toBe('waiting');
  });
});

describe('pending', () => {
  const service = aService('app');
  const stuck = aTask('app', 'pending', { error: 'no suitable node (insufficient resources on 1 node)' });
  it('is the environment\'s, after a grace', () => {
    expect(judged(aState([service], [stuck], 4_000))).toMatchObject({ kind: 'waiting', recheckAt: zero + 5_000 });
    expect(judged(aState([service], [stuck], 5_000))).toMatchObject({ verdict: { code: 'ERR_NO_SUITABLE_NODE', fault: 'environment', message: expect.stringContaining('insufficient resources') } });
  });
  it('not while something of the stack is leaving', () => {
    const leaving = aTask('app', 'running', { desired: 'shutdown', specKey: 'before' });
    expect(judged(aState([service], [stuck, leaving], 9_000))).toMatchObject({ kind: 'waiting', recheckAt: zero + 9_250 });
  });
  it('a host port that its own old task holds is the recipe\'s', () => {
    const startFirst = aService('app', { hostPorts: true, update: update('updating'), updateConfig: { parallelism: 1, delayMs: 0, monitorMs: 0, startFirst: true } });
    const state = aState([startFirst], [{ ...stuck, error: 'no suitable node (host-mode port already in use on 1 node)' }, aTask('app', 'running', { specKey: 'before' })], 9_000);
    expect(judged(state)).toMatchObject({ verdict: { code: 'ERR_NO_SUITABLE_NODE', fault: 'recipe', wayOut: expect.stringContaining('stop-first') } });
  });
  it('other reasons to be pending are waited for', () => {
    expect(code(judged(aState([service], [aTask('app', 'pending')])))).toBe('waiting');
  });
});
