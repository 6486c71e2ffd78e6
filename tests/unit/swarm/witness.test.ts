/** What is remembered of tasks: deaths as events and looks tell them, times of every stage, and the words for how a service stands. */
import { describe, expect, it } from 'vitest';
import { Narrator } from '../../../harness/swarm/narrator.ts';
import { stagesOf } from '../../../harness/swarm/stages.ts';
import { isOneShot, isServing, newestOf, standingOf, type Standing } from '../../../harness/swarm/standing.ts';
import type { ServiceView, TaskView } from '../../../harness/swarm/views.ts';
import { Witness } from '../../../harness/swarm/witness.ts';
import { aService, aState, aTask, anEvent, dead, stack, zero } from './world.ts';

const blind = { health: undefined } satisfies Partial<ServiceView>;
const job = aService('job', { ...blind, mode: 'replicated-job', jobIteration: 3 });

/** Deaths after these events and then these looks. */
function deathsAfter(events: Parameters<Witness['hear']>[0][], ...looks: TaskView[][]) {
  const witness = new Witness(stack);
  events.forEach(event => witness.hear(event));
  looks.forEach(tasks => witness.look([aService('app'), job], tasks));
  return witness.deaths;
}

describe('a death', () => {
  it('is told by swarm with code, reason and both ends of the life', () => {
    const task = aTask('app', 'failed', { exitCode: 2, error: 'task: non-zero exit (2)', createdAt: zero + 100, since: zero + 900, slot: '7', specKey: 'then' });
    expect(deathsAfter([], [task])).toEqual([{
      taskId: task.id, serviceId: 'id-app', slot: '7', specKey: 'then', kind: 'exit', exitCode: 2, error: 'task: non-zero exit (2)', outOfMemory: false, beganAt: zero + 100, at: zero + 900,
    }]);
  });

  it('is told better by the container\'s own events', () => {
    const task = aTask('app', 'failed', { message: 'started', createdAt: zero + 100, since: zero + 900 });
    const events = [anEvent(task.id, 'start', 200), anEvent(task.id, 'oom', 600), anEvent(task.id, 'die', 700, { exitCode: '137' })];
    expect(deathsAfter(events, [task])).toMatchObject([{ exitCode: 137, error: 'started', outOfMemory: true, beganAt: zero + 200, at: zero + 700 }]);
  });

  it('is seen before swarm tells, once', () => {
    const task = aTask('app', 'running');
    const events = [anEvent(task.id, 'start', 100), anEvent(task.id, 'die', 700, { exitCode: '5' })];
    expect(deathsAfter(events, [task])).toEqual([expect.objectContaining({ kind: 'exit', exitCode: 5, error: 'container exited (5)', beganAt: zero + 100, at: zero + 700 })]);
    expect(deathsAfter(events, [task], [{ ...task, state: 'failed', desired: 'shutdown', error: 'told' }])).toMatchObject([{ error: 'told' }]);
    expect(deathsAfter([anEvent(task.id, 'die', 700)], [task])).toMatchObject([{ exitCode: 0 }]);
  });

  it('that swarm forgot between two looks is remembered, not that of a task which was told to stop, nor of one that was not seen to die', () => {
    const task = aTask('app', 'running');
    const died = [anEvent(task.id, 'die', 700, { exitCode: '5' })];
    expect(deathsAfter(died, [task], [], [])).toHaveLength(1);
    expect(deathsAfter(died, [{ ...task, desired: 'shutdown' }], [])).toEqual([]);
    expect(deathsAfter([], [task], [])).toEqual([]);
    expect(deathsAfter(died, [{ ...task, state: 'shutdown', desired: 'shutdown' }], [])).toEqual([]);
  });

  it.each<[string, Partial<TaskView>, string | undefined, string[]]>([
    ['rejected', { state: 'rejected' }, 'rejected', []],
    ['failed', { state: 'failed' }, 'exit', []],
    ['failed with the engine\'s word for it', { state: 'failed', error: 'dockerexec: unhealthy container' }, 'unhealthy', []],
    ['failed after its health check had', { state: 'failed' }, 'unhealthy', ['health_status: unhealthy']],
    ['complete', { state: 'complete' }, 'exit', []],
    ['complete, stopped by its health check', { state: 'complete' }, 'unhealthy', ['health_status: unhealthy']],
    ['told to stop', { state: 'shutdown', desired: 'shutdown' }, undefined, ['health_status: unhealthy', 'die']],
    ['removed', { state: 'remove', desired: 'remove' }, undefined, ['die']],
    ['lost with its node', { state: 'orphaned', desired: 'shutdown' }, undefined, ['die']],
    ['running, seen to die', { state: 'running' }, 'exit', ['die']],
    ['running, stopped by its health check', { state: 'running' }, 'unhealthy', ['health_status: unhealthy', 'die']],
    ['running, its health check failing', { state: 'running' }, undefined, ['health_status: unhealthy']],
  ])('of a task that is %s', (_how, more, kind, actions) => {
    const task = aTask('app', 'running', more);
    expect(deathsAfter(actions.map(action => anEvent(task.id, action, 500)), [task]).map(death => death.kind)).toEqual(kind === undefined ? [] : [kind]);
  });

  it('is none where a job has done its work, and is one where it has not', () => {
    const task = aTask('job', 'running', { jobIteration: 3 });
    const died = (exitCode: string) => [anEvent(task.id, 'die', 700, { exitCode })];
    expect(deathsAfter(died('0'), [task])).toEqual([]);
    expect(deathsAfter(died('0'), [{ ...task, state: 'complete' }])).toEqual([]);
    expect(deathsAfter(died('4'), [task])).toMatchObject([{ exitCode: 4 }]);
    expect(deathsAfter(died('4'), [{ ...task, state: 'failed' }])).toMatchObject([{ kind: 'exit' }]);
  });

  it('comes in the order of time, and is not that of a service which is gone', () => {
    const [early, late] = [dead('app', 1, { first: 1_000 }), dead('app', 1, { first: 2_000 })] as const;
    expect(deathsAfter([], late, early).map(death => death.at)).toEqual([zero + 1_000, zero + 2_000]);
    expect(deathsAfter([], dead('gone', 1))).toEqual([]);
  });
});

it('an event of another stack, or of none, is none of ours', () => {
  const witness = new Witness(stack);
  const event = anEvent('t', 'die', 100);
  expect(witness.hear({ ...event, attributes: { ...event.attributes, 'com.docker.stack.namespace': 'other' } })).toBe('no');
  expect(witness.hear({ ...event, attributes: {} })).toBe('no');
  expect(witness.hear({ ...event, type: 'network', attributes: {} })).toBe('no');
  expect(witness.sights.size).toBe(0);
  expect(witness.hear({ ...event, attributes: { 'com.docker.stack.namespace': stack } }), 'a container of the stack that is no task').toBe('now');
  expect(witness.sights.size).toBe(0);
  expect(witness.hear(event)).toBe('now');
  expect([...witness.sights]).toEqual([['t', { diedAt: zero + 100, exitCode: 0 }]]);
  expect(witness.hear(anEvent('t', 'exec_create', 200))).toBe('now');
  expect([...witness.sights]).toEqual([['t', { diedAt: zero + 100, exitCode: 0 }]]);
});

describe('where the time went', () => {
  it('is told from the begin of the deploy, in whole milliseconds', () => {
    const task = aTask('app', 'running', { createdAt: zero + 100.4, since: zero + 900 });
    const seen = aState([aService('app')], [task], 1_000, [anEvent(task.id, 'start', 250.6), anEvent(task.id, 'health_status: healthy', 800)]);
    expect(stagesOf(seen, zero, new Map())).toEqual([{ service: 'app', scheduled: 100, started: 251, settled: 800, first: 100, interval: 1_000 }]);
  });

  it('knows the start of a container that was not seen from the engine, and nothing of what does not run', () => {
    const task = aTask('app', 'running', { createdAt: zero + 100, since: zero + 900, containerId: 'c1' });
    expect(stagesOf(aState([aService('app', blind)], [task]), zero, new Map([['c1', zero + 300]]))).toEqual([{ service: 'app', scheduled: 100, started: 300, settled: 900, first: 100, interval: undefined }]);
    const none = { scheduled: undefined, started: undefined, settled: undefined, first: undefined, interval: 1_000 };
    expect(stagesOf(aState([aService('app'), aService('off', { wanted: 0 })], [aTask('off', 'running')]), zero, new Map())).toEqual([{ service: 'app', ...none }, { service: 'off', ...none }]);
  });

  it('ends when it was complete, for what runs to its end', () => {
    const task = aTask('app', 'complete', { createdAt: zero + 100, since: zero + 5_000 });
    const seen = aState([aService('app', blind)], [task], 6_000, [anEvent(task.id, 'start', 250)]);
    expect(stagesOf(seen, zero, new Map())).toMatchObject([{ started: 250, settled: 5_000 }]);
  });

  it('is that of the task that runs now', () => {
    const old = aTask('app', 'shutdown', { createdAt: zero + 10 });
    const now = aTask('app', 'running', { createdAt: zero + 500, since: zero + 600 });
    expect(stagesOf(aState([aService('app')], [now, old]), zero, new Map())).toMatchObject([{ scheduled: 500, settled: 600, first: 10 }]);
    const before = aTask('app', 'shutdown', { createdAt: zero - 10 });
    expect(stagesOf(aState([aService('app')], [now, before]), zero, new Map())).toMatchObject([{ scheduled: 500, first: 500 }]);
  });
});

describe('how a service stands', () => {
  const standing = (service: ServiceView, tasks: TaskView[], after = 60_000, events: Parameters<Witness['hear']>[0][] = []) => standingOf(service, aState([service], tasks, after, events));
  const word = (...args: Parameters<typeof standing>) => standing(...args).word;
  const restarting = aTask('app', 'ready', { desired: 'ready', createdAt: zero + 50_000 });

  it.each<[string, TaskView[], string]>([
    ['by code', dead('app', 1, { exitCode: 3 }), 'waiting to restart (exited with 3)'],
    ['without a code', dead('app', 1, { exitCode: undefined }), 'waiting to restart (failed)'],
    ['by its health check, twice', dead('app', 2, { error: 'unhealthy container' }), 'waiting to restart (was unhealthy, 2 times)'],
    ['rejected', dead('app', 1, { state: 'rejected' }), 'waiting to restart (was rejected)'],
  ])('says how it ended: %s', (_how, tasks, words) => {
    expect(word(aService('app'), [...tasks, restarting])).toBe(words);
  });

  it('says that it ended, also before swarm does', () => {
    expect(word(aService('app'), dead('app', 1))).toBe('ended (exited with 1)');
    const task = aTask('app', 'running');
    expect(word(aService('app'), [task], 60_000, [anEvent(task.id, 'die', 100, { exitCode: '1' })])).toBe('ended (exited with 1)');
    expect(word(aService('app'), [aTask('app', 'shutdown')])).toBe('ended');
  });

  it.each<[TaskView['state'], string]>([
    ['new', 'pending'], ['allocated', 'pending'], ['pending', 'pending'], ['assigned', 'preparing (exited with 1)'], ['accepted', 'preparing (exited with 1)'], ['preparing', 'preparing (exited with 1)'], ['starting', 'starting (exited with 1)'],
  ])('says of a task that is %s after a death: %s', (state, words) => {
    expect(word(aService('app'), [...dead('app', 1), aTask('app', state, { createdAt: zero + 9_000 })])).toBe(words);
  });

  it('speaks of deaths of its present version and of its own only', () => {
    const starting = aTask('app', 'starting', { createdAt: zero + 9_000 });
    expect(word(aService('app'), [...dead('app', 1, { specKey: 'before' }), ...dead('db', 1), starting])).toBe('starting');
  });

  it('counts replicas by their slots, and those that are done with them', () => {
    const two = aService('init', { ...blind, wanted: 2, restart: { condition: 'none', delayMs: 0, maxAttempts: 0 } });
    const done = (slot: string) => aTask('init', 'complete', { slot, since: zero + 5_000 });
    expect(standing(two, [done('1')])).toMatchObject({ settled: false, word: 'no task yet 1/2' });
    expect(standing(two, [done('1'), done('2')])).toMatchObject({ settled: true, word: 'complete 2/2', settledAt: zero + 5_000 });
    expect(standing(aService('app', { wanted: 2 }), [aTask('app', 'running', { slot: '1', since: zero + 100 }), aTask('app', 'running', { slot: '2', since: zero + 300 })]))
      .toMatchObject({ settled: true, word: 'healthy 2/2', settledAt: zero + 300 });
    expect(standing(aService('app', { wanted: 0 }), [])).toMatchObject({ settled: true, word: 'scaled to 0', settledAt: zero });
  });

  it('of a job is told by its own iteration', () => {
    expect(standing(job, [])).toMatchObject({ settled: false, word: 'no task yet', settledAt: 0 });
    expect(standing(job, [aTask('job', 'preparing', { jobIteration: 3 })])).toMatchObject({ settled: false, word: 'preparing' });
    expect(standing({ ...job, wanted: 2 }, [aTask('job', 'complete', { jobIteration: 3, since: zero + 40 }), aTask('job', 'running', { jobIteration: 3 })])).toMatchObject({ settled: false, word: 'running 1/2' });
    expect(standing(job, [aTask('job', 'complete', { jobIteration: 3, since: zero + 40 })])).toMatchObject({ settled: true, word: 'complete', settledAt: zero + 40 });
    const everywhere = aService('job', { ...blind, mode: 'global-job', wanted: undefined, jobIteration: 3 });
    const nodes = ['a', 'b'].map(slot => aTask('job', slot === 'a' ? 'complete' : 'running', { jobIteration: 3, slot }));
    expect(standing(everywhere, nodes)).toMatchObject({ settled: false, word: 'running 1/2' });
  });

  it('is steady after as long as it lived before, half a minute at most', () => {
    const up = (after: number, life: number) => standing(aService('worker', blind), [...dead('worker', 1, { first: life, life }), aTask('worker', 'running', { since: zero + 100_000, createdAt: zero + 100_000 })], after);
    expect(up(105_999, 5_000)).toMatchObject({ settled: false, recheckAt: zero + 106_000, word: 'running' });
    expect(up(106_000, 5_000)).toMatchObject({ settled: true });
    expect(up(106_000, 5_000)).not.toHaveProperty('recheckAt');
    expect(up(129_999, 90_000)).toMatchObject({ settled: false, recheckAt: zero + 130_000 });
    expect(up(130_000, 90_000)).toMatchObject({ settled: true });
  });

  it('serves where somebody outside asks it', () => {
    expect(isServing(aService('app', blind))).toBe(true);
    expect(isServing(aService('db', blind))).toBe(false);
    expect(isServing(aService('db'))).toBe(true);
    expect(isServing(aService('db', { ...blind, publishesPorts: true }))).toBe(true);
    expect([{ 'traefik.enable': 'true' }, { 'traefik.enable': 'false' }].map(labels => isServing(aService('web', { ...blind, labels })))).toEqual([true, false]);
  });

  it('may be done once, where its restart condition says so and it serves nobody', () => {
    const once = (condition: 'none' | 'on-failure' | 'any', more: Partial<ServiceView> = {}, name = 'init') => isOneShot(aService(name, { ...blind, restart: { condition, delayMs: 0, maxAttempts: 0 }, ...more }));
    expect([once('none'), once('on-failure'), once('any')]).toEqual([true, true, false]);
    expect([once('none', { publishesPorts: true }), once('on-failure', { publishesPorts: true })]).toEqual([true, false]);
    expect([once('none', {}, 'app'), once('none', { labels: { 'traefik.enable': 'true' } }), once('none', { mode: 'global' })]).toEqual([false, false, false]);
  });

  it('is told by the newest task, of two of one moment by the one that lives', () => {
    const [first, second] = [aTask('app', 'running', { createdAt: zero }), aTask('app', 'failed', { createdAt: zero + 1 })];
    expect([newestOf([first, second]), newestOf([second, first])]).toEqual([second, second]);
    const twin = { ...second, createdAt: zero };
    expect([newestOf([first, twin]), newestOf([twin, first])]).toEqual([first, first]);
  });
});

describe('the story', () => {
  const at = (word: string, settled = false): Standing => ({ service: aService('app'), word, settled, settledAt: 0 });

  it('is silent for ten seconds after any news, then for twice as long each time', () => {
    const lines: string[] = [];
    const narrator = new Narrator(line => lines.push(line), 0);
    expect(narrator.nextBeatAt).toBe(10_000);
    narrator.tell([at('starting')], 4_000);
    narrator.tell([at('starting')], 5_000);
    expect(narrator.nextBeatAt).toBe(14_000);
    narrator.beat([at('starting')], 13_999, 60_000);
    narrator.beat([at('starting')], 14_000, 60_000);
    expect(narrator.nextBeatAt).toBe(24_000);
    narrator.news('the engine does not answer', 20_000);
    expect(narrator.nextBeatAt).toBe(30_000);
    narrator.beat([at('healthy', true)], 30_000, 20_000);
    expect(lines).toEqual([
      'app: starting', 'still waiting: app starting for 10 s; at most 46 s more', 'the engine does not answer', 'still waiting: the app to answer; at most 0.0 s more',
    ]);
  });

  it('names everybody who is waited for', () => {
    const lines: string[] = [];
    const narrator = new Narrator(line => lines.push(line), 0);
    narrator.beat([at('starting'), { ...at('preparing'), service: aService('db') }], 10_000, 11_000);
    expect(lines).toEqual(['still waiting: app starting for 0.0 s, db preparing for 0.0 s; at most 1.0 s more']);
  });
});

describe('against what swarm says', () => {
  it('remembers a death that swarm has forgotten', () => {
    const witness = new Witness(stack);
    const task = aTask('app', 'starting');
    witness.look([aService('app')], [task]);
    witness.hear(anEvent(task.id, 'start', 100));
    witness.hear(anEvent(task.id, 'die', 700, { exitCode: '3' }));
    witness.look([aService('app')], []);
    expect(witness.deaths).toMatchObject([{ taskId: task.id, kind: 'exit', exitCode: 3, beganAt: zero + 100, at: zero + 700 }]);
  });
  it('takes back what looked like a death when swarm says that it was told to stop', () => {
    const witness = new Witness(stack);
    const task = aTask('app', 'running');
    witness.hear(anEvent(task.id, 'die', 700, { exitCode: '137' }));
    witness.look([aService('app')], [task]);
    expect(witness.deaths).toHaveLength(1);
    witness.look([aService('app')], [{ ...task, state: 'shutdown', desired: 'shutdown' }]);
    expect(witness.deaths).toEqual([]);
  });
  it('a job that has completed is not dead', () => {
    const witness = new Witness(stack);
    const job = aService('job', { mode: 'replicated-job' });
    const task = aTask('job', 'running');
    witness.hear(anEvent(task.id, 'die', 700, { exitCode: '0' }));
    witness.look([job], [task]);
    witness.look([job], [{ ...task, state: 'complete' }]);
    expect(witness.deaths).toEqual([]);
  });
});
