import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHttp, type HttpClient } from '../../../harness/http/client.ts';
import type { Clock } from '../../../harness/http/clock.ts';
import { isIngressOwnAnswer } from '../../../harness/http/ingress-answer.ts';
import { HttpResponse } from '../../../harness/http/response.ts';
import { assertConverges, retryHttpGet, waitForHttp } from '../../../harness/http/wait.ts';
import { silent } from '../../../harness/progress.ts';
import { loopback, type Loopback } from './loopback.ts';

interface Scripted { status: number; headers?: Record<string, string>; body?: string }

let server: Loopback;
let http: HttpClient;
let script: (Scripted | 'break')[];
let asked: number;
let onAsked: () => void;
/** Nobody listens there. */
const closed = 'https://app.zone.test:1/';

/** Time that only moves when somebody pauses. */
function fakeClock(): Clock & { pauses: number[] } {
  let now = 0;
  const pauses: number[] = [];
  return { pauses, now: () => now, pause: async ms => { pauses.push(ms); now += ms; } };
}

beforeAll(async () => {
  server = await loopback((request, response) => {
    asked++;
    onAsked();
    const next = script.length > 1 ? script.shift() : script[0];
    if (next === 'break' || !next) request.socket.destroy();
    else response.writeHead(next.status, next.headers).end(next.body ?? '');
  });
  http = createHttp(server.target, { baseURL: server.url('app') });
});
beforeEach(() => { asked = 0; onAsked = () => undefined; });
afterAll(async () => {
  await http.close();
  await server.close();
});

const traefik404: Scripted = { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '404 page not found\n' };

test('waits through refusals and answers of the ingress, and notes differences only', async () => {
  script = ['break', traefik404, traefik404, { status: 404, headers: { 'x-lab': 'no-route' } }, { status: 502 }, { status: 200, body: 'up' }];
  const notes: string[] = [];
  const response = await waitForHttp(http, '/', {
    status: [200], deadlineSeconds: 60, what: 'the app answers', progress: { ...silent, note: line => notes.push(line) }, clock: fakeClock(),
  });
  expect(response.text()).toBe('up');
  expect(notes).toEqual([
    expect.stringContaining('the connection broke before the answer was whole'),
    'the app answers: 404 from the ingress, not the app',
    'the app answers: 502',
    'the app answers: 200',
  ]);
});

test("a 404 of the ingress is not the app's 404", async () => {
  script = [traefik404, { status: 404, headers: { server: 'nginx' }, body: '404 page not found' }];
  await waitForHttp(http, '/', { status: [404], deadlineSeconds: 60, what: 'gone', clock: fakeClock() });
  expect(asked).toBe(2);
});

test('gives up at the deadline with the last answer', async () => {
  script = [{ status: 503, headers: { server: 'app' }, body: 'migrating' }];
  const error = await waitForHttp(http, '/health', { status: [200, 302], deadlineSeconds: 5, what: 'ghost answers', clock: fakeClock() })
    .catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'ERR_NOT_READY', fault: 'recipe' });
  expect((error as Error).message).toMatch(/ghost answers: not within 5 s. Wanted 200 or 302 from \/health; last seen: 503[\s\S]*migrating/);
});

test('follows a redirect that stays on the hosts of the app, and tells the way', async () => {
  script = [{ status: 302, headers: { location: '/start/' } }, { status: 307, headers: { location: server.url('sandbox') } }, { status: 503 }, { status: 302, headers: { location: '/start/' } }, { status: 200, body: 'here' }];
  const notes: string[] = [];
  const hosts = [new URL(server.url('app')).host, new URL(server.url('sandbox')).host];
  const response = await waitForHttp(http, '/', { status: [200], deadlineSeconds: 60, what: 'it', hosts, clock: fakeClock(), progress: { ...silent, note: line => notes.push(line) } });
  expect(response.text()).toBe('here');
  expect(notes).toEqual([`it: 302 to /start/, then 307 to ${server.url('sandbox')}/, then 503`, 'it: 302 to /start/, then 200']);
});

test.each([
  ['is ready by its own status', [302], ['app'], 302, undefined],
  ['is an answer like any other where no hosts are named', [200], [], 302, 'Check `health`'],
  ['leaves the hosts of the app', [200], ['other'], 302, "leaves the app's own hosts"],
  ['never ends', [200], ['app'], 302, 'more than 5 times in a row'],
] as const)('a redirect that %s', async (_what, status, names, last, wayOut) => {
  script = [{ status: 302, headers: { location: '/again' } }];
  const answer = waitForHttp(http, '/', { status, deadlineSeconds: 2, what: 'it', hosts: names.map(name => new URL(server.url(name)).host), clock: fakeClock() });
  if (wayOut === undefined) expect((await answer).status).toBe(last);
  else await expect(answer).rejects.toMatchObject({ code: 'ERR_NOT_READY', fault: 'recipe', wayOut: expect.stringContaining(wayOut) as string });
});

test("a redirect to where nobody answers is the recipe's fault, not the network's", async () => {
  script = [{ status: 302, headers: { location: '/dead' } }, 'break', { status: 302, headers: { location: '/dead' } }, 'break', { status: 302, headers: { location: '/dead' } }, 'break'];
  const wait = { status: [200], deadlineSeconds: 0, what: 'it', hosts: [new URL(server.url('app')).host], clock: fakeClock() };
  await expect(waitForHttp(http, '/', wait)).rejects.toMatchObject({ code: 'ERR_NOT_READY', fault: 'recipe', wayOut: expect.stringContaining('/dead, where no answer comes') as string });
});

test("a redirect to a name that no certificate is for is not the recipe's fault, and told with its URL", async () => {
  const elsewhere = server.url('deep.down');
  script = [{ status: 302, headers: { location: elsewhere } }];
  const wait = { status: [200], deadlineSeconds: 0, what: 'it', hosts: [new URL(elsewhere).host], clock: fakeClock() };
  await expect(waitForHttp(http, '/', wait)).rejects.toMatchObject({
    code: 'ERR_NOT_READY', fault: 'environment',
    shortMessage: expect.stringContaining(`last seen: 302, then GET ${elsewhere}/: the certificate is not trusted`) as string, wayOut: expect.stringContaining('`ca` in [target]') as string,
  });
});

test('a redirect is not followed once the deadline has passed', async () => {
  const clock = fakeClock();
  script = [{ status: 302, headers: { location: '/slow' } }];
  onAsked = () => void clock.pause(5_000);
  await expect(waitForHttp(http, '/', { status: [200], deadlineSeconds: 3, what: 'it', hosts: [new URL(server.url('app')).host], clock }))
    .rejects.toMatchObject({ code: 'ERR_NOT_READY', wayOut: expect.stringContaining('The deadline had passed before the redirect to') as string });
  expect(asked).toBe(1);
});

test('stops between two redirects when told to', async () => {
  script = [{ status: 302, headers: { location: '/again' } }];
  const end = new AbortController();
  onAsked = () => end.abort(new Error('hopeless'));
  await expect(waitForHttp(http, '/', { status: [200], deadlineSeconds: 60, what: 'it', hosts: [new URL(server.url('app')).host], signal: end.signal, clock: fakeClock() })).rejects.toThrow('hopeless');
  expect(asked).toBe(1);
});

test('tells what its deadlines were derived from', async () => {
  script = [{ status: 503, headers: { server: 'app' } }];
  await expect(waitForHttp(http, '/', { status: [200], deadlineSeconds: 5, deadlineReason: 'its start_period', what: 'it', clock: fakeClock() }))
    .rejects.toThrow('it: not within 5 s (its start_period).');
  script = [traefik404];
  await expect(waitForHttp(http, '/', { status: [200], deadlineSeconds: 50, ingressSeconds: 5, ingressReason: 'its interval', what: 'it', clock: fakeClock() }))
    .rejects.toThrow('it: nothing but the ingress has answered for 5 s (its interval).');
});

test('gives up before the deadline where nothing but the ingress has answered for long enough', async () => {
  script = [traefik404, { status: 503, headers: { server: 'app' }, body: 'migrating' }, { status: 502, headers: { 'x-lab': 'no-upstream' } }];
  const clock = fakeClock();
  const error = await waitForHttp(http, '/', { status: [200], deadlineSeconds: 120, ingressSeconds: 10, what: 'ghost answers', clock }).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'ERR_NOT_READY', fault: 'recipe', wayOut: expect.stringMatching(/port and rule/) as string });
  expect((error as Error).message).toMatch(/ghost answers: nothing but the ingress has answered for 10 s\. Wanted 200 from \/; last seen: 502 from the ingress, not the app/);
  expect(clock.now()).toBeLessThan(13_000);
});

test('blames the environment, not the recipe, where the ingress itself cannot be reached', async () => {
  await expect(waitForHttp(http, closed, { status: [200], deadlineSeconds: 5, what: 'ghost answers', clock: fakeClock() }))
    .rejects.toMatchObject({ code: 'ERR_NOT_READY', fault: 'environment', wayOut: expect.stringContaining('ingress') as string });
  await expect(assertConverges(() => http.get(closed), { what: 'ghost answers', deadlineSeconds: 5, clock: fakeClock() }))
    .rejects.toMatchObject({ code: 'ERR_NOT_CONVERGED', fault: 'environment' });
});

test('gives up early where no connection comes about for long enough, and not while the app itself keeps silent', async () => {
  const clock = fakeClock();
  const error = await waitForHttp(http, closed, { status: [200], deadlineSeconds: 120, ingressSeconds: 10, what: 'ghost answers', clock }).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'ERR_NOT_READY', fault: 'environment', shortMessage: expect.stringContaining('the ingress could not be reached for 10 s') as string });
  expect(clock.now()).toBeLessThan(13_000);
});

test('an app that breaks off each answer has been reached: the whole deadline is its own, and so is the fault', async () => {
  script = ['break'];
  const clock = fakeClock();
  await expect(waitForHttp(http, '/', { status: [200], deadlineSeconds: 15, ingressSeconds: 10, what: 'ghost answers', clock })).rejects.toMatchObject({
    code: 'ERR_NOT_READY', fault: 'recipe', shortMessage: expect.stringMatching(/not within 15 s.*the connection broke before the answer was whole/) as string,
    wayOut: expect.stringContaining('log of the service') as string,
  });
  expect(clock.now()).toBeGreaterThanOrEqual(15_000);
});

test('wants as many ready answers in a row as asked', async () => {
  script = [{ status: 200 }, { status: 500 }, { status: 200 }, { status: 200 }];
  await waitForHttp(http, '/', { status: [200], deadlineSeconds: 60, what: 'steady', inARow: 2, clock: fakeClock() });
  expect(asked).toBe(4);
});

test('stops when told to', async () => {
  script = [{ status: 500 }];
  await expect(waitForHttp(http, '/', { status: [200], deadlineSeconds: 60, what: 'x', signal: AbortSignal.abort(new Error('hopeless')), clock: fakeClock() }))
    .rejects.toThrow('hopeless');
});

test('retryHttpGet tries 5xx and broken connections again, but not for ever', async () => {
  script = ['break', { status: 500 }, { status: 200, body: 'ok' }];
  expect((await retryHttpGet(http, '/', { clock: fakeClock() })).text()).toBe('ok');
  script = [{ status: 503 }];
  asked = 0;
  expect((await retryHttpGet(http, '/', { attempts: 3, clock: fakeClock() })).status).toBe(503);
  expect(asked).toBe(3);
});

test('retryHttpGet returns a 4xx at once', async () => {
  script = [{ status: 404 }];
  expect((await retryHttpGet(http, '/', { clock: fakeClock() })).status).toBe(404);
  expect(asked).toBe(1);
});

test('assertConverges returns what held, or tells what did not', async () => {
  let round = 0;
  const clock = fakeClock();
  expect(await assertConverges(() => { if (++round < 4) throw new Error('not yet'); return round; }, { what: 'x', deadlineSeconds: 60, clock })).toBe(4);
  expect(clock.pauses).toEqual([100, 250, 500]);
  await expect(assertConverges(() => { throw new Error('3 posts, not 4'); }, { what: 'all posts are there', deadlineSeconds: 2, clock: fakeClock() }))
    .rejects.toThrow(/all posts are there: not true within 2 s[\s\S]*3 posts, not 4/);
});

test.each([
  ["Traefik's 503", 503, {}, 'no available server', true],
  ["the lab's 502 for an app that is not up", 502, { 'x-lab': 'no-upstream' }, '', true],
  ["an app's own 502", 502, {}, '<h1>down</h1>', false],
  ["an app's JSON 404", 404, { 'content-type': 'application/json' }, '{}', false],
])('%s', (_name, status, headers, body, expected) => {
  const response = new HttpResponse({ method: 'GET', url: 'https://x/', status, headers: headers, setCookies: [], bytes: Buffer.from(body), hops: [] });
  expect(isIngressOwnAnswer(response)).toBe(expected);
});
