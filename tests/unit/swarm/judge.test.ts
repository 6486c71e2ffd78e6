/** The judgement on plain data: what is settled, what should be there, and the words for what is on its way. */
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

describe('settled', () => {
  it('every service runs what was deployed', () => {
    expect(code(judged(aState([aService('app'), aService('db')], [aTask('app', 'running'), aTask('db', 'running')])))).toBe('settled');
  });

  it('by the container\'s own health event, before swarm tells', () => {
    const task = aTask('app', 'starting');
    expect(code(judged(aState([aService('app')], [task])))).toBe('waiting');
    expect(code(judged(aState([aService('app')], [task], 2_000, [anEvent(task.id, 'health_status: healthy', 1_900)])))).toBe('settled');
  });

  it('by the container\'s start where there is no health check, but not where there is one', () => {
    const task = aTask('app', 'starting');
    const started = [anEvent(task.id, 'start', 1_000)];
    expect(code(judged(aState([aService('app', blind)], [task], 2_000, started)))).toBe('settled');
    expect(code(judged(aState([aService('app')], [task], 2_000, started)))).toBe('waiting');
  });

  it('not while the container has turned unhealthy again, or died', () => {
    const task = aTask('app', 'running');
    expect(code(judged(aState([aService('app')], [task], 3_000, [anEvent(task.id, 'health_status: healthy', 1_000), anEvent(task.id, 'health_status: unhealthy', 2_000)])))).toBe('waiting');
    expect(code(judged(aState([aService('app')], [task], 3_000, [anEvent(task.id, 'health_status: unhealthy', 1_000), anEvent(task.id, 'health_status: healthy', 2_000)])))).toBe('settled');
    expect(code(judged(aState([aService('app')], [task], 3_000, [anEvent(task.id, 'die', 2_000, { exitCode: '1' })])))).toBe('waiting');
  });

  it('wants every replica', () => {
    const two = aService('app', { wanted: 2 });
    const state = aState([two], [aTask('app', 'running', { slot: '1' }), aTask('app', 'starting', { slot: '2' })]);
    const judgement = judged(state);
    expect(code(judgement)).toBe('waiting');
    expect(judgement.standings[0]?.word).toBe('starting 1/2');
    expect(code(judged(aState([two], [aTask('app', 'running', { slot: '1' }), aTask('app', 'running', { slot: '2' })])))).toBe('settled');
    expect(code(judged(aState([two], [aTask('app', 'running', { slot: '1' }), aTask('app', 'running', { slot: '1' })])))).toBe('waiting');
  });

  it('counts only tasks of the present version, and wants the old ones gone', () => {
    const old = aTask('app', 'running', { specKey: 'before' });
    expect(code(judged(aState([aService('app')], [old])))).toBe('waiting');
    expect(code(judged(aState([aService('app')], [old, aTask('app', 'running')])))).toBe('waiting');
    expect(code(judged(aState([aService('app')], [{ ...old, desired: 'shutdown' }, aTask('app', 'running')])))).toBe('settled');
  });

  it('waits for the update to settle', () => {
    for (const state of ['updating'] as const) expect(code(judged(aState([aService('app', { update: update(state) })], [aTask('app', 'running')])))).toBe('waiting');
    expect(code(judged(aState([aService('app', { update: update('completed') })], [aTask('app', 'running')])))).toBe('settled');
  });

  it('takes a paused update for settled when every replica is of the new version all the same', () => {
    expect(code(judged(aState([aService('app', { update: update('paused') })], [aTask('app', 'running')])))).toBe('settled');
  });

  it('forgets the roll-back of an earlier deploy', () => {
    const state = aState([aService('app', { update: update('rollback_completed', zero - 1) })], [aTask('app', 'running')]);
    expect(code(judged(state))).toBe('settled');
    expect(code(judged(state, { since: zero - 1 }))).toBe('ERR_UPDATE_ROLLED_BACK');
  });

  it('odd but sound: replicas 0, global mode, jobs, one-shots', () => {
    const app = [aTask('app', 'running')];
    const withApp = (other: ServiceView, tasks: ReturnType<typeof aTask>[]) => code(judged(aState([aService('app'), other], [...app, ...tasks])));
    expect(withApp(aService('buckets', { wanted: 0 }), [])).toBe('settled');
    const everywhere = aService('agent', { mode: 'global', wanted: undefined });
    expect(withApp(everywhere, [])).toBe('waiting');
    expect(withApp(everywhere, [aTask('agent', 'running', { slot: 'node-a' })])).toBe('settled');
    expect(withApp(everywhere, [aTask('agent', 'running', { slot: 'node-a' }), aTask('agent', 'starting', { slot: 'node-b' })])).toBe('waiting');
    const job = aService('migrate', { ...blind, mode: 'replicated-job', wanted: 2, jobIteration: 3 });
    expect(withApp(job, [aTask('migrate', 'complete', { jobIteration: 3, slot: '1' }), aTask('migrate', 'running', { jobIteration: 3, slot: '2' })])).toBe('waiting');
    expect(withApp(job, [1, 2].map(slot => aTask('migrate', 'complete', { jobIteration: 3, slot: String(slot) })))).toBe('settled');
    expect(withApp(job, [1, 2].map(slot => aTask('migrate', 'complete', { jobIteration: 2, slot: String(slot) })))).toBe('waiting');
    expect(withApp(aService('each', { ...blind, mode: 'global-job', wanted: undefined }), [aTask('each', 'complete', { slot: 'node-a' })])).toBe('settled');
    const once = aService('init', { ...blind, restart: { condition: 'none', delayMs: 0, maxAttempts: 0 } });
    expect(withApp(once, [aTask('init', 'complete', { exitCode: 0 })])).toBe('settled');
    expect(withApp({ ...once, restart: { condition: 'on-failure', delayMs: 0, maxAttempts: 0 } }, [aTask('init', 'complete', { exitCode: 0 })])).toBe('settled');
  });

  it('wants a helper without health check to stay up for a second, longer if it died before', () => {
    const services = [aService('app'), aService('worker', blind)];
    const up = (deaths: ReturnType<typeof dead>, after: number) => judged(aState(services, [aTask('app', 'running'), ...deaths, aTask('worker', 'running', { since: zero + 10_000, createdAt: zero + 10_000 })], after));
    const early = up([], 10_500);
    expect(code(early)).toBe('waiting');
    expect(early).toMatchObject({ recheckAt: zero + 11_000 });
    expect(code(up([], 11_000))).toBe('settled');
    const died = dead('worker', 1, { first: 8_000, life: 6_000 });
    expect(code(up(died, 16_000))).toBe('waiting');
    expect(code(up(died, 17_000))).toBe('settled');
  });

  it('wants an app without health check to outlive its earlier deaths', () => {
    const up = (after: number) => code(judged(aState([aService('app', blind)], [...dead('app', 1, { first: 2_000, life: 1_500 }), aTask('app', 'running', { since: zero + 7_000, createdAt: zero + 7_000 })], after)));
    expect(up(9_400)).toBe('waiting');
    expect(up(9_500)).toBe('settled');
  });

  it('does not judge a service that the new version has dropped', () => {
    const state = aState([aService('app'), aService('old')], [aTask('app', 'running'), ...dead('old', 5)]);
    expect(code(judged(state, { expected: ['app'] }))).toBe('settled');
    expect(code(judged(state))).toBe('ERR_APP_CRASH_LOOP');
  });
});

describe('what should be there', () => {
  const fine = [aTask('app', 'running')];
  it('needs the service app', () => {
    const state = aState([aService('web')], [aTask('web', 'running')]);
    expect(judged(state)).toMatchObject({ kind: 'hopeless', verdict: { code: 'ERR_NO_APP_SERVICE', message: expect.stringContaining('only web') } });
    expect(judged(aState([], []))).toMatchObject({ verdict: { code: 'ERR_NO_APP_SERVICE', message: expect.stringContaining('no services') } });
  });
  it('gives what was just sent a moment to appear', () => {
    expect(judged(aState([], [], 1_500))).toMatchObject({ kind: 'waiting', recheckAt: zero + 2_000 });
  });
  it('names a service of the compose file that is missing', () => {
    expect(judged(aState([aService('app')], fine), { expected: ['app', 'db'] })).toMatchObject({ verdict: { code: 'ERR_SERVICE_MISSING', service: 'db' } });
  });
  it('blames the recipe for what its compose file does not have, and nobody\'s recipe for what was taken away', () => {
    const fault = (state: StackState, expected?: string[]) => {
      const judgement = judged(state, { expected });
      return judgement.kind === 'hopeless' ? [judgement.verdict.code, judgement.verdict.fault, judgement.verdict.service] : judgement.kind;
    };
    const [web, app] = [aState([aService('web')], [aTask('web', 'running')]), aState([aService('app')], fine)];
    expect(fault(web, ['web'])).toEqual(['ERR_NO_APP_SERVICE', 'recipe', 'app']);
    expect(fault(web, ['web', 'app'])).toEqual(['ERR_SERVICE_MISSING', 'environment', 'app']);
    expect(fault(app, ['app', 'db'])).toEqual(['ERR_SERVICE_MISSING', 'environment', 'db']);
    expect(fault(aState([], []), ['app', 'db'])).toEqual(['ERR_SERVICE_MISSING', 'environment', 'app']);
    expect(fault(aState([], []))).toEqual(['ERR_NO_APP_SERVICE', 'environment', 'app']);
  });
  it('must be the version under test', () => {
    expect(judged(aState([aService('app')], fine), { identity: { commit: 'd'.repeat(40) } })).toMatchObject({ verdict: { code: 'ERR_WRONG_IDENTITY', fault: 'harness', message: expect.stringContaining('c0ffee01') } });
    expect(judged(aState([aService('app')], fine, 1_000), { identity: { commit: 'd'.repeat(40) } })).toMatchObject({ kind: 'waiting', recheckAt: zero + 2_000 });
    expect(judged(aState([aService('app')], fine), { identity: { version: '2.0.0+1.26' } })).toMatchObject({ verdict: { code: 'ERR_WRONG_IDENTITY', fault: 'recipe', wayOut: expect.stringContaining('2.0.0+1.26') } });
  });
});

it('words for what is waited for', () => {
  const word = (tasks: ReturnType<typeof aTask>[], service = aService('app')) => judged(aState([service], tasks)).standings[0]?.word;
  expect(word([])).toBe('no task yet');
  expect(word([aTask('app', 'new')])).toBe('pending');
  expect(word([aTask('app', 'accepted')])).toBe('preparing');
  expect(word([aTask('app', 'ready')])).toBe('starting');
  expect(word([...dead('app', 1), aTask('app', 'ready', { desired: 'ready', createdAt: zero + 9_000 })])).toBe('waiting to restart (exited with 1)');
  expect(word([...dead('app', 2), aTask('app', 'starting', { createdAt: zero + 9_000 })])).toBe('starting (exited with 1, 2 times)');
  expect(word([aTask('app', 'running', { specKey: 'before' })], aService('app', { update: update('updating') }))).toBe('updating');
  expect(word([aTask('app', 'running')], aService('app', { update: update('updating') }))).toBe('healthy, update settling');
  expect(word([aTask('app', 'running')], aService('app', blind))).toBe('running');
});
