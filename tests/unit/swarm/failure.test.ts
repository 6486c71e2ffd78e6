/** From a verdict to an error: the last lines, swarm's words or whoever knows better, the state, and whose fault it is. */
import { describe, expect, it } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { excuses, lateError, notReadyError, verdictError, type Scene } from '../../../harness/swarm/failure.ts';
import type { Verdict } from '../../../harness/swarm/hopeless.ts';
import type { Judgement } from '../../../harness/swarm/judge.ts';
import { aService, stack, zero } from './world.ts';

const verdict: Verdict = { code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', service: 'app', message: 'app exited.', wayOut: 'Mend it.', said: 'exit (1)' };

/** A scene whose log, registry and probes say what they are given; `undefined` where they cannot be asked. */
function aScene(says: { lines?: string[]; refusal?: string; probe?: string; standings?: [string, string, boolean][] } = {}) {
  const asked: unknown[][] = [];
  const attached: unknown[][] = [];
  const answer = async <T>(value: T | undefined, ...about: unknown[]): Promise<T> => {
    asked.push(about);
    if (value === undefined) throw new Error('cannot be asked');
    return value;
  };
  const scene: Scene = {
    stack,
    standings: (says.standings ?? [['app', 'starting', false]]).map(([name, word, settled]) => ({ service: aService(name), word, settled, settledAt: 0 })),
    engine: {
      serviceLogs: (...about) => answer(says.lines?.slice(-about[2]), 'log', ...about),
      registryRefusal: (...about) => answer(says.refusal, 'registry', ...about),
      lastProbe: (...about) => answer(says.probe, 'probe', ...about),
    },
    progress: { step: (_, body) => body(), note: () => undefined, attach: async (...given) => void attached.push(given) },
  };
  return { scene, asked, attached };
}

describe('the error of a verdict', () => {
  it('shows the last 15 lines of the guilty service, and attaches 200', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index}`);
    const { scene, asked, attached } = aScene({ lines, standings: [['app', 'starting', false], ['db', 'healthy', true]] });
    const error = await verdictError({ ...verdict, service: 'db' }, scene);
    expect(error).toMatchObject({ code: verdict.code, fault: 'recipe', shortMessage: 'app exited.', wayOut: 'Mend it.' });
    expect(error.detail).toBe(`Swarm says: exit (1)\nLast lines of db:\n${lines.slice(-15).map(line => `  ${line}`).join('\n')}\nState: app starting, db healthy.`);
    expect(error.facts).toEqual({ stack, service: 'db', lines: lines.slice(-15), state: { app: 'starting', db: 'healthy' }, said: 'exit (1)' });
    expect(attached).toEqual([['log of db', `${lines.slice(-200).join('\n')}\n`, 'text/plain']]);
    expect(asked).toEqual([['log', stack, 'db', 200]]);
  });

  it('stands without lines, words and state where there are none', async () => {
    const { said: _said, ...silent } = verdict;
    const { scene, attached } = aScene({ standings: [] });
    const error = await verdictError(silent, scene);
    expect(error.detail).toBe('app wrote no log lines.');
    expect(error.facts).toEqual({ stack, service: 'app', lines: [], state: {} });
    expect(error).not.toHaveProperty('cause');
    expect(attached).toEqual([]);
  });

  it.each([
    ['manifest unknown', 'recipe'], ['toomanyrequests: slow down', 'environment'],
  ])('takes the fault from the registry\'s answer: %s', async (refusal, fault) => {
    const { scene, asked } = aScene({ lines: [], refusal });
    const error = await verdictError({ ...verdict, fault: 'harness', image: 'shop:1' }, scene);
    expect(error).toMatchObject({ fault, facts: { said: `exit (1)\n${refusal}` } });
    expect(asked).toContainEqual(['registry', 'shop:1']);
  });

  it('keeps its fault and words where the registry cannot be asked', async () => {
    expect(await verdictError({ ...verdict, image: 'shop:1' }, aScene({ lines: [] }).scene)).toMatchObject({ fault: 'recipe', facts: { said: 'exit (1)' } });
  });

  it('shows what the health check said last, instead of swarm\'s words', async () => {
    const { scene, asked } = aScene({ lines: ['up'], probe: 'exit 7: refused' });
    const error = await verdictError({ ...verdict, code: 'ERR_APP_UNHEALTHY' }, scene);
    expect(error.detail).toBe('Its last probe: exit 7: refused\nLast lines of app:\n  up\nState: app starting.');
    expect(asked).toContainEqual(['probe', stack, 'app']);
    expect((await verdictError({ ...verdict, code: 'ERR_APP_UNHEALTHY' }, aScene({ lines: ['up'] }).scene)).detail).toContain('Swarm says: exit (1)');
  });
});

describe('an excuse', () => {
  const excused: Verdict = { ...verdict, excusedUntil: zero + 60_000 };
  const until = (line: string, now = zero, about = excused) => excuses(about, aScene({ lines: [line, 'and so on'] }).scene, now);

  it.each([
    'connection refused', 'connect ECONNREFUSED 10.0.0.3:5432', 'Could not connect', "can't connect to MySQL", 'unable to connect', 'failed to connect', 'getaddrinfo EAI_AGAIN db', 'ENOTFOUND db',
    'Name or service not known', 'temporary failure in name resolution', 'no such host', 'the database system is starting up', 'db is not ready', 'timeout', 'timed out', 'time out',
  ])('is a line that waits for another service: %s', async line => {
    expect(await until(line)).toBe(zero + 60_000);
  });

  it('is no other line, none after its time, and none where nobody gave one', async () => {
    expect(await until('no such setting: COLOUR')).toBeUndefined();
    expect(await until('connection refused', zero + 59_999)).toBe(zero + 60_000);
    expect(await until('connection refused', zero + 60_000)).toBeUndefined();
    expect(await until('connection refused', zero, verdict)).toBeUndefined();
  });

  it('is looked for in the last 15 lines, and is none where they cannot be read', async () => {
    const { scene, asked } = aScene();
    expect(await excuses(excused, scene, zero)).toBeUndefined();
    expect(asked).toEqual([['log', stack, 'app', 15]]);
  });
});

describe('not ready', () => {
  const wayOut = 'Compare the port and rule in the traefik labels with what the app listens on, and the health path of the recipe file with what it answers.';
  const message = `Every service of ${stack} runs, but the app does not answer its users as it should.`;

  it('is the recipe\'s fault, with the last answer', async () => {
    const cause = new Error('GET / gave 502');
    const error = await notReadyError(cause, aScene({ lines: ['listening'] }).scene);
    expect(error).toMatchObject({ code: 'ERR_NOT_READY', fault: 'recipe', shortMessage: message, wayOut, cause, facts: { service: 'app', said: 'GET / gave 502' } });
    expect(error.detail).toBe('Last answer: GET / gave 502\nLast lines of app:\n  listening\nState: app starting.');
    expect(await notReadyError('just a word', aScene().scene)).toMatchObject({ facts: { said: 'just a word' } });
  });

  it('is told in the words of whoever asked, where those are about the recipe', async () => {
    const known = new HarnessError({ code: 'ERR_HTTP_STATUS', fault: 'recipe', message: 'It gave 502.', wayOut: 'Look at the port.', detail: 'body: Bad Gateway' });
    expect(await notReadyError(known, aScene().scene)).toMatchObject({ code: 'ERR_NOT_READY', wayOut: 'Look at the port.', facts: { said: 'It gave 502.\nbody: Bad Gateway' } });
  });

  it.each(['environment', 'harness', 'user'] as const)('is left to whoever asked, where it is the fault of: %s', async fault => {
    const known = new HarnessError({ code: 'ERR_INGRESS_DOWN', fault, message: 'No ingress.', wayOut: 'Start it.' });
    expect(await notReadyError(known, aScene().scene)).toBe(known);
  });
});

describe('too late', () => {
  const standing = (name: string, word: string, settled = false) => ({ service: aService(name), word, settled, settledAt: 0 });
  const late = (judgement: Judgement) => lateError(judgement, { ms: 90_000, reason: 'db may need it' }, aScene({ lines: ['x'] }).scene);
  const waiting = (word: string): Judgement => ({ kind: 'waiting', for: `db: ${word}`, recheckAt: undefined, standings: [standing('app', 'healthy', true), standing('db', word)] });

  it.each([['pending', 'environment'], ['preparing', 'environment'], ['no task yet', 'environment'], ['starting', 'recipe'], ['waiting to restart, pending', 'recipe']])('while %s is by fault of: %s', async (word, fault) => {
    expect(await late(waiting(word))).toMatchObject({
      code: 'ERR_CONVERGE_DEADLINE', fault, facts: { service: 'db', lines: ['x'] },
      shortMessage: `${stack} did not converge within 90 s (db may need it); waited for db: ${word}.`,
      wayOut: 'Look at the last lines below. If the app needs longer, say so where it counts: start_period, or TIMEOUT and its label.',
    });
  });

  it('though it runs is not ready', async () => {
    expect(await late({ kind: 'settled', standings: [standing('app', 'healthy', true)] })).toMatchObject({
      code: 'ERR_NOT_READY', fault: 'recipe', facts: { service: 'app' }, shortMessage: expect.stringContaining('waited for an answer of the app.') as string,
    });
  });

  it('with an excused verdict tells that', async () => {
    expect(await late({ kind: 'hopeless', verdict, standings: [standing('app', 'waiting to restart')] })).toMatchObject({
      code: 'ERR_CONVERGE_DEADLINE', fault: 'recipe', shortMessage: expect.stringContaining('waited for app exited.') as string,
    });
  });
});
