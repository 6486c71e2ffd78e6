/** A wait whose engine goes away, refuses, or comes back with what its restart has ended. */
import { beforeEach, describe, expect, it } from 'vitest';
import { engineError } from '../../../harness/swarm/errors.ts';
import { aService, aTask, dead, settle, stack, zero } from './world.ts';
import { Wait } from './wait.ts';

let wait: Wait;
let clock: Wait['clock'];
let engine: Wait['engine'];

beforeEach(() => {
  wait = new Wait();
  ({ clock, engine } = wait);
});

describe('the engine', () => {
  const gone = engineError(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 'unix:///x.sock', 'list services');
  it('may be away for a while', async () => {
    wait.up();
    engine.trouble = gone;
    const { outcome } = wait.begin();
    await clock.until(zero + 5_000);
    engine.trouble = undefined;
    await clock.until(zero + 5_600);
    expect(outcome.value?.stack).toBe(stack);
    expect(wait.notes.slice(0, 2)).toEqual(['the engine does not answer', 'the engine answers again']);
  });
  it('may take a while to find its swarm again, but not for ever', async () => {
    wait.up();
    engine.trouble = engineError(Object.assign(new Error('no leader'), { statusCode: 503 }), 'unix:///x.sock', 'list services');
    const { outcome } = wait.begin();
    await clock.until(zero + 59_000);
    expect(outcome.error).toBeUndefined();
    await clock.until(zero + 61_000);
    expect(outcome.error).toMatchObject({ code: 'ERR_ENGINE_REFUSED', fault: 'environment' });
  });
  it('that went away meanwhile is the reason of what it has ended', async () => {
    engine.state = { services: [aService('app', { restart: { condition: 'on-failure', delayMs: 0, maxAttempts: 0 } })], tasks: [aTask('app', 'starting')] };
    const { outcome } = wait.begin();
    await clock.until(zero + 500);
    engine.trouble = gone;
    await clock.until(zero + 3_000);
    engine.trouble = undefined;
    engine.state = { ...engine.state, tasks: [aTask('app', 'complete', { exitCode: 0, since: zero + 1_000 })] };
    await clock.until(zero + 4_000);
    expect(outcome.error).toMatchObject({
      code: 'ERR_ENGINE_RESTARTED', fault: 'environment', shortMessage: expect.stringMatching(/The engine went away while .* converged, .*app exited with 0 and is not restarted/) as string,
    });
  });
  /** A dropped connection, while `app` is starting. */
  const blink = async () => {
    await clock.until(zero + 500);
    engine.trouble = gone;
    await clock.until(zero + 1_500);
    engine.trouble = undefined;
    await clock.until(zero + 2_500);
  };
  it('that went away meanwhile is no reason for what a restart cannot do: a mount that cannot be made', async () => {
    engine.state = { services: [aService('app')], tasks: [aTask('app', 'starting')] };
    const { outcome } = wait.begin();
    await blink();
    engine.state = { ...engine.state, tasks: [aTask('app', 'rejected', { error: 'invalid mount config for type "bind"' })] };
    await clock.until(zero + 6_000);
    expect(outcome.error).toMatchObject({ code: 'ERR_TASK_REJECTED', fault: 'recipe' });
  });
  it.each([
    ['that ended before it was back may be of the restart', -1_000, 'ERR_ENGINE_RESTARTED', 'environment'],
    ['that goes on after it was back is the recipe\'s', 3_000, 'ERR_APP_CRASH_LOOP', 'recipe'],
  ])('that went away meanwhile: a crash loop %s', async (_what, first, code, fault) => {
    engine.state = { services: [aService('app')], tasks: [aTask('app', 'starting')] };
    const { outcome } = wait.begin({ since: zero - 10_000 });
    await blink();
    engine.state = { ...engine.state, tasks: dead('app', 3, { first, period: 300, life: 100 }) };
    await clock.until(zero + 6_000);
    expect(outcome.error).toMatchObject({ code, fault });
  });
  it('whose events end for good ends the wait', async () => {
    engine.state = { services: [aService('app')], tasks: [aTask('app', 'preparing')] };
    const { outcome } = wait.begin();
    await clock.until(zero + 100);
    engine.breakEvents(gone);
    await settle();
    expect(outcome.error).toMatchObject({ code: 'ERR_ENGINE_UNREACHABLE', fault: 'environment' });
  });
  it('that refuses a look ends the wait', async () => {
    engine.trouble = engineError(Object.assign(new Error('boom'), { statusCode: 500 }), 'unix:///x.sock', 'list services');
    const { outcome } = wait.begin();
    await clock.until(zero + 100);
    expect(outcome.error).toMatchObject({ code: 'ERR_ENGINE_REFUSED' });
  });
});
