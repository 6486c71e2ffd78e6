/** The wait itself, on a made-up engine and a clock moved by hand: when it looks, what it tells, how it ends. */
import { beforeEach, describe, expect, it } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { converge } from '../../../harness/swarm/converge.ts';
import { ConvergenceError } from '../../../harness/swarm/errors.ts';
import { aService, aTask, anEvent, commit, dead, settle, stack, zero } from './world.ts';
import { Wait } from './wait.ts';

let wait: Wait;
let clock: Wait['clock'];
let engine: Wait['engine'];

beforeEach(() => {
  wait = new Wait();
  ({ clock, engine } = wait);
});

it('is done at the moment of the event, without any timer', async () => {
  const task = aTask('app', 'starting', { containerId: 'c1' });
  engine.state = { services: [aService('app')], tasks: [task] };
  const { outcome } = wait.begin();
  await clock.until(zero + 1_234);
  expect(outcome.value).toBeUndefined();
  engine.send(anEvent(task.id, 'start', 1_000), anEvent(task.id, 'health_status: healthy', 1_234));
  await settle();
  expect(outcome.value).toMatchObject({ stack, identity: 'c0ffee01', settledMs: 1_234, readyMs: 1_234, services: [{ service: 'app', scheduled: 0, started: 1_000, settled: 1_234 }] });
  expect(engine.subscribed).toBe(false);
});

it('tells differences only, and how long each state took', async () => {
  const task = aTask('app', 'preparing');
  engine.state = { services: [aService('app')], tasks: [task] };
  const { outcome } = wait.begin();
  await clock.until(zero + 1_200);
  engine.state = { services: [aService('app')], tasks: [{ ...task, state: 'starting' }] };
  await clock.until(zero + 3_000);
  engine.state = { services: [aService('app')], tasks: [{ ...task, state: 'running' }] };
  await clock.until(zero + 3_500);
  expect(wait.notes).toEqual([
    'app: preparing', 'app: preparing → starting (1.5 s)', 'app: starting → healthy (2.0 s)', `${stack} answers, at c0ffee01, after 3.5 s`,
  ]);
  expect(outcome.value?.stack).toBe(stack);
});

it('says since when nothing happens, less and less often', async () => {
  engine.state = { services: [aService('app', { health: { intervalMs: 30_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 } })], tasks: [aTask('app', 'starting')] };
  wait.begin();
  await clock.until(zero + 75_000);
  expect(wait.notes).toEqual([
    'app: starting',
    'still waiting: app starting for 10 s; at most 7 min 55 s more',
    'still waiting: app starting for 20 s; at most 7 min 45 s more',
    'still waiting: app starting for 40 s; at most 7 min 25 s more',
  ]);
});

it('looks again by a slow tick for what makes no event, and makes one look of many events', async () => {
  engine.state = { services: [aService('app')], tasks: [aTask('app', 'preparing')] };
  wait.begin();
  await clock.until(zero + 5_000);
  expect(engine.looks).toBe(11);
  let release: (() => void) | undefined;
  engine.gate = new Promise(resolve => { release = resolve; });
  engine.send(...Array.from({ length: 50 }, () => anEvent('x', 'create', 5_000)));
  await settle();
  expect(engine.looks).toBe(12);
  engine.gate = undefined;
  release?.();
  await settle();
  expect(engine.looks).toBe(13);
});

it('bursts of node updates become one look a little later; other stacks make none', async () => {
  engine.state = { services: [aService('app')], tasks: [aTask('app', 'preparing')] };
  wait.begin();
  await clock.until(zero + 100);
  const before = engine.looks;
  const node = { ...anEvent('x', 'update', 100), type: 'node' };
  engine.send({ ...anEvent('x', 'start', 100), attributes: { 'com.docker.stack.namespace': 'shop_lab_test_eu' } }, node, node, node);
  await clock.until(zero + 199);
  expect(engine.looks).toBe(before);
  await clock.until(zero + 200);
  expect(engine.looks).toBe(before + 1);
});

describe('hopeless', () => {
  it('throws the verdict with the last lines, swarm\'s words and the state', async () => {
    engine.state = { services: [aService('app'), aService('db')], tasks: [...dead('app', 3), aTask('app', 'ready', { desired: 'ready', createdAt: zero + 15_000 }), aTask('db', 'running')] };
    engine.logs = { app: ['one', 'no such setting: COLOUR'] };
    const { outcome } = wait.begin();
    await clock.until(zero + 10);
    expect(outcome.error).toBeInstanceOf(ConvergenceError);
    expect(outcome.error).toMatchObject({ code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', facts: { service: 'app', lines: ['one', 'no such setting: COLOUR'], state: { app: 'waiting to restart (exited with 1, 3 times)', db: 'healthy' } } });
    expect(outcome.error?.detail).toBe('Swarm says: task: non-zero exit (1)\nLast lines of app:\n  one\n  no such setting: COLOUR\nState: app waiting to restart (exited with 1, 3 times), db healthy.');
    expect(wait.attached).toEqual({ 'log of app': 'one\nno such setting: COLOUR\n' });
  });

  it('asks the registry about an image, and corrects the fault by its answer', async () => {
    engine.state = { services: [aService('app')], tasks: dead('app', 1, { state: 'rejected', error: 'No such image: shop:1', exitCode: undefined }) };
    engine.refusals = { 'shop:1': 'manifest unknown' };
    const { outcome } = wait.begin();
    await clock.until(zero + 10);
    expect(outcome.error).toMatchObject({ code: 'ERR_IMAGE_UNAVAILABLE', fault: 'recipe' });
    expect(outcome.error?.detail).toContain('No such image: shop:1\nmanifest unknown');
  });

  it('tells what the health check said last', async () => {
    const error = 'dockerexec: unhealthy container';
    engine.state = { services: [aService('app')], tasks: [...dead('app', 2, { error, exitCode: undefined }), aTask('app', 'starting', { createdAt: zero + 15_000 })] };
    engine.probes = { app: 'exit 7: connection refused' };
    const { outcome } = wait.begin();
    await clock.until(zero + 10);
    expect(outcome.error).toMatchObject({ code: 'ERR_APP_UNHEALTHY' });
    expect(outcome.error?.detail).toContain('Its last probe: exit 7: connection refused');
  });

  it('lets a loop go on for a minute when its lines say that it waits for another that has no health check', async () => {
    const db = aService('db', { health: undefined });
    const loop = [...dead('app', 4, { first: -20_000 }).map(task => ({ ...task, createdAt: task.createdAt + 40_000, since: task.since + 40_000 }))];
    engine.state = { services: [aService('app'), db], tasks: [...loop, aTask('app', 'ready', { desired: 'ready', createdAt: zero + 39_000 }), aTask('db', 'running')] };
    engine.logs = { app: ['connect ECONNREFUSED 10.0.0.3:5432'] };
    clock.time = zero + 40_000;
    const { outcome } = wait.begin();
    await clock.until(zero + 59_900);
    expect(outcome.error).toBeUndefined();
    await clock.until(zero + 60_000);
    expect(outcome.error).toMatchObject({ code: 'ERR_APP_CRASH_LOOP' });
  });
});

describe('readiness', () => {
  it('is asked at the event that settles the stack, before the look that confirms it', async () => {
    const task = aTask('app', 'starting');
    engine.state = { services: [aService('app')], tasks: [task] };
    let asked = 0;
    const { outcome } = wait.begin({ ready: async () => { asked++; } });
    await clock.until(zero + 1_000);
    let release: (() => void) | undefined;
    engine.gate = new Promise(resolve => { release = resolve; });
    engine.send(anEvent(task.id, 'health_status: healthy', 1_000));
    await settle();
    expect([asked, outcome.value]).toEqual([1, undefined]);
    engine.gate = undefined;
    release?.();
    await settle();
    expect(asked).toBe(1);
    expect(outcome.value?.stack).toBe(stack);
  });

  it('that was asked too early is taken back by the look', async () => {
    const task = aTask('app', 'starting');
    engine.state = { services: [aService('app')], tasks: [task] };
    const signals: AbortSignal[] = [];
    const { outcome } = wait.begin({ ready: async signal => { signals.push(signal); } });
    await clock.until(zero + 1_000);
    engine.state = { services: [aService('app', { update: { state: 'updating', startedAt: zero, message: '' } })], tasks: [task] };
    engine.send(anEvent(task.id, 'health_status: healthy', 1_000));
    await settle();
    expect(signals.map(signal => signal.aborted)).toEqual([true]);
    expect(outcome.value).toBeUndefined();
  });

  it('is asked once the stack has settled; a look that nothing has happened since is not repeated', async () => {
    wait.up();
    let answer: (() => void) | undefined;
    const { outcome } = wait.begin({ ready: () => new Promise<void>(resolve => { answer = resolve; }) });
    await clock.until(zero + 2_000);
    expect(outcome.value).toBeUndefined();
    const looks = engine.looks;
    answer?.();
    await settle();
    expect(outcome.value).toMatchObject({ readyMs: 2_000, settledMs: 900 });
    expect(engine.looks).toBe(looks);
  });

  it('is looked at once more when something happened before the answer', async () => {
    wait.up();
    let answer: (() => void) | undefined;
    const { outcome } = wait.begin({ ready: () => new Promise<void>(resolve => { answer = resolve; }) });
    await clock.until(zero + 2_100);
    const looks = engine.looks;
    answer?.();
    engine.send(anEvent('x', 'create', 2_100));
    await settle();
    expect(outcome.value?.stack).toBe(stack);
    expect(engine.looks).toBe(looks + 1);
  });

  it('is taken back when the stack falls, and asked again when it is up again', async () => {
    wait.up();
    const signals: AbortSignal[] = [];
    const answers: (() => void)[] = [];
    const { outcome } = wait.begin({ ready: signal => { signals.push(signal); return new Promise<void>(resolve => answers.push(resolve)); } });
    await clock.until(zero + 1_000);
    const died = engine.state.tasks[0]!;
    engine.send(anEvent(died.id, 'die', 1_000, { exitCode: '1' }));
    await settle();
    expect(signals.map(signal => signal.aborted)).toEqual([true]);
    answers[0]?.();
    await settle();
    expect(outcome.value).toBeUndefined();
    engine.state = { services: [aService('app')], tasks: [{ ...died, state: 'failed', desired: 'shutdown', since: zero + 1_000 }, aTask('app', 'running', { createdAt: zero + 2_000 })] };
    await clock.until(zero + 2_000);
    expect(signals.map(signal => signal.aborted)).toEqual([true, false]);
    answers[1]?.();
    await settle();
    expect(outcome.value?.stack).toBe(stack);
  });

  it('is told the services that settled: nobody need ask an engine that is away just then', async () => {
    wait.up();
    const told: string[][] = [];
    const { outcome } = wait.begin({ ready: async (_signal, services) => { told.push(services.map(service => service.name)); } });
    await clock.until(zero + 100);
    expect(told).toEqual([['app']]);
    expect(outcome.value?.stack).toBe(stack);
  });

  it('a wrong answer is the recipe\'s, told with the answer and the app\'s last lines', async () => {
    wait.up();
    engine.logs = { app: ['listening on 8081'] };
    const { outcome } = wait.begin({ ready: async () => { throw new Error('GET / gave 502'); } });
    await clock.until(zero + 10);
    expect(outcome.error).toMatchObject({ code: 'ERR_NOT_READY', fault: 'recipe', facts: { lines: ['listening on 8081'] } });
    expect(outcome.error?.detail).toContain('Last answer: GET / gave 502');
  });

  it('whoever asked may know that it is not the recipe\'s fault', async () => {
    wait.up();
    const down = new HarnessError({ code: 'ERR_INGRESS_DOWN', fault: 'environment', message: 'no ingress', wayOut: 'start it' });
    const { outcome } = wait.begin({ ready: async () => { throw down; } });
    await clock.until(zero + 10);
    expect(outcome.error).toBe(down);
  });

  it('that never comes ends after the deadline, and after whoever asks could have given up', async () => {
    wait.up();
    const { outcome } = wait.begin({ ready: () => new Promise<void>(() => undefined), deadlineSeconds: { value: 30, reason: 'a short test' } });
    await clock.until(zero + 209_000);
    expect(outcome.error).toBeUndefined();
    await clock.until(zero + 211_000);
    expect(outcome.error).toMatchObject({ code: 'ERR_NOT_READY' });
  });
});

describe('deadline', () => {
  it('names what was waited for, and why it was that long', async () => {
    engine.state = { services: [aService('app')], tasks: [aTask('app', 'preparing')] };
    const { outcome } = wait.begin({ deadlineSeconds: { value: 30, reason: 'a short test' } });
    await clock.until(zero + 29_900);
    expect(outcome.error).toBeUndefined();
    await clock.until(zero + 30_000);
    expect(outcome.error).toMatchObject({ code: 'ERR_CONVERGE_DEADLINE', fault: 'environment', facts: { service: 'app' } });
    expect(outcome.error?.message).toContain('within 30 s (a short test); waited for app: preparing');
    expect(clock.waiting).toBe(0);
  });

  it('is the recipe\'s fault once a container runs', async () => {
    engine.state = { services: [aService('app')], tasks: [aTask('app', 'starting')] };
    const { outcome } = wait.begin();
    await clock.until(zero + 79_000);
    expect(outcome.error).toMatchObject({ code: 'ERR_CONVERGE_DEADLINE', fault: 'recipe' });
  });
});

it('refuses to wait without an expectation', async () => {
  const { outcome, promise } = wait.begin({ identity: { version: '' } });
  await promise;
  expect(outcome.error).toMatchObject({ code: 'ERR_NO_EXPECTATION', fault: 'harness' });
  expect(engine.looks).toBe(0);
});

it('without a beginning, counts what happened within the last half minute', async () => {
  engine.state = { services: [aService('app')], tasks: [...dead('app', 3, { first: -50_000 }), aTask('app', 'running')] };
  const args = { stack, identity: { commit }, ready: async () => undefined };
  await expect(converge(engine, args, { step: (_, body) => body(), note: () => undefined, attach: async () => undefined }, clock)).resolves.toMatchObject({ stack });
});
