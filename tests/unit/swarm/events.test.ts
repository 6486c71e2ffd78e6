/** The engine's events: what matters of them, and what a break of their stream costs. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { engineError } from '../../../harness/swarm/errors.ts';
import { eventStream, lines, parseEvent, type EngineEvent } from '../../../harness/swarm/events.ts';
import { Witness } from '../../../harness/swarm/witness.ts';
import { anEvent, FakeClock, stack, zero } from './world.ts';

describe('events', () => {
  it('of health probes are noise, as is what is no JSON', () => {
    for (const action of ['exec_create: curl', 'exec_start: curl', 'exec_die']) expect(parseEvent(JSON.stringify({ Type: 'container', Action: action }))).toBeUndefined();
    expect(parseEvent('{"Type":')).toBeUndefined();
    expect(parseEvent('null')).toBeUndefined();
    expect(parseEvent('{"Type":"container","Action":"health_status: healthy","Actor":{"ID":"c","Attributes":{"a":"b"}},"timeNano":1500000000123456789}'))
      .toEqual({ kind: 'event', type: 'container', action: 'health_status: healthy', id: 'c', attributes: { a: 'b' }, at: 1_500_000_000_123.456789 });
    expect(parseEvent('{"Type":"node","time":5}')).toMatchObject({ at: 5_000, attributes: {} });
  });
  it('come line by line, whatever the pieces', async () => {
    const seen: string[] = [];
    for await (const line of lines(Readable.from([Buffer.from('ab'), Buffer.from('c\nd\n\ne'), Buffer.from('f')]))) seen.push(line);
    expect(seen).toEqual(['abc', 'd', 'ef']);
  });
  it('go on after a break, from where they were, with a resync before', async () => {
    const clock = new FakeClock();
    const asked: number[] = [];
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const answers = [
      () => Readable.from([Buffer.from('{"Type":"node","Action":"update","timeNano":2000000}\n')]),
      () => { throw engineError(reset, 'unix:///x', 'follow events'); },
      () => Readable.from([Buffer.from('{"Type":"node","Action":"remove","timeNano":3000000}\n')]),
    ];
    const end = new AbortController();
    const stream = eventStream({ since: 1, open: async since => { asked.push(since); return (answers.shift() ?? (() => { throw new Error('not told'); }))(); } }, end.signal, clock);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const event of stream) {
        seen.push(event.kind === 'resync' ? 'resync' : event.action);
        if (event.action === 'remove') end.abort();
      }
    })();
    for (let turn = 0; turn < 20 && seen.length < 4; turn++) {
      await new Promise(resolve => setImmediate(resolve));
      await clock.until(clock.now() + 100);
    }
    await reading;
    expect(seen).toEqual(['resync', 'update', 'resync', 'remove']);
    expect(asked).toEqual([1, 2, 2]);
  });
  it('end with the error when the engine stays away, or refuses', async () => {
    const clock = new FakeClock();
    const gone = engineError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unix:///x', 'follow events');
    const first = eventStream({ since: 1, open: async () => { throw gone; } }, new AbortController().signal, clock).next();
    const failed = expect(first).rejects.toBe(gone);
    await clock.until(zero + 70_000);
    await failed;
    const refused = engineError(Object.assign(new Error('x'), { statusCode: 400 }), 'unix:///x', 'follow events');
    await expect(eventStream({ since: 1, open: async () => { throw refused; } }, new AbortController().signal, clock).next()).rejects.toBe(refused);
  });
  it('of other stacks do not matter, and of nodes only soon', () => {
    const witness = new Witness(stack);
    const heard = (more: Partial<EngineEvent>) => witness.hear({ ...anEvent('t', 'start', 0), ...more });
    expect(heard({})).toBe('now');
    expect(heard({ attributes: { 'com.docker.stack.namespace': 'else' } })).toBe('no');
    expect(heard({ type: 'service', attributes: { name: `${stack}_app` } })).toBe('now');
    expect(heard({ type: 'service', attributes: { name: `${stack}` } })).toBe('no');
    expect(heard({ type: 'node', attributes: {} })).toBe('soon');
    expect(heard({ kind: 'resync' })).toBe('now');
  });
});
