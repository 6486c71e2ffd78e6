import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createHttp, type HttpClient } from '../../../harness/http/client.ts';
import { HttpNetworkError } from '../../../harness/http/errors.ts';
import { WebSocketError, WebSocketRefusedError } from '../../../harness/http/web-socket-errors.ts';
import { type Observed, listen } from '../../../harness/observed.ts';
import { loopback, type Loopback } from './loopback.ts';

let server: Loopback;
let http: HttpClient;
const steps: string[] = [];
const learnt: string[] = [];
const heard: Observed[] = [];
const webSockets = new WebSocketServer({ noServer: true, handleProtocols: offered => offered.has('v2') ? 'v2' : false });
listen(observed => heard.push(observed));

/** What each path does with whoever comes. */
const paths: Record<string, (client: WebSocket, request: IncomingMessage) => void> = {
  '/who': (client, request) => client.send(JSON.stringify(request.headers)),
  '/echo': client => client.on('message', (data, binary) => client.send(data, { binary })),
  '/many': client => ['one', 'two', 'three'].forEach(text => client.send(text)),
  '/token': client => client.send('eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlMTIz'),
  '/ends': client => client.close(4001, 'logged out'),
  '/quiet': () => undefined,
};

beforeAll(async () => {
  server = await loopback((request, response) => {
    if (request.url === '/login') response.setHeader('set-cookie', 'sid=abcdefgh1234567890; Path=/; Secure');
    response.writeHead(request.url === '/members' ? 401 : 200, { 'x-by': 'the app' }).end('plain');
  });
  server.onUpgrade((request, socket, head) => {
    const path = (request.url ?? '/').replace(/\?.*/, '');
    if (path === '/members') socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 8\r\nx-by: the app\r\n\r\nmembers!');
    else if (path === '/dropped') socket.destroy();
    else if (path === '/silent') return;
    else webSockets.handleUpgrade(request, socket, head, client => paths[path]?.(client, request));
  });
  webSockets.on('headers', (lines: string[], request) => request.url === '/who' && lines.push('Set-Cookie: seen=zyxwvuts0987654321; Path=/'));
  http = createHttp(server.target, {
    baseURL: server.url('app'), headers: { 'X-Run': 'r1' },
    step: (title, body) => { steps.push(title); return body(); }, learn: value => learnt.push(value),
  });
});
afterEach(() => { steps.length = learnt.length = heard.length = 0; });
afterAll(async () => {
  await http.close();
  webSockets.close();
  await server.close();
});

test('it comes under the target\'s name and trust, with the client\'s headers and cookies, and the origin of the app\'s own page', async () => {
  const user = http.withCookies();
  await user.get('/login');
  const headers = (await (await user.webSocket('/who', { headers: { 'x-run': 'r2' } })).message('who comes')).json<Record<string, string>>();
  expect(headers).toMatchObject({ 'host': `app.zone.test:${server.port}`, 'origin': server.url('app'), 'cookie': 'sid=abcdefgh1234567890', 'x-run': 'r2' });
  expect(user.cookies?.get('seen'), 'what the handshake sets is kept').toBe('zyxwvuts0987654321');
  expect(learnt, 'and never shown').toEqual(expect.arrayContaining(['abcdefgh1234567890', 'zyxwvuts0987654321']));
  const elsewhere = await http.as({ headers: { authorization: 'Bearer t0ken' } }).webSocket(`${server.url('other')}/who`);
  const there = (await elsewhere.message('who comes')).json<Record<string, string>>();
  expect(there['authorization'], 'another host sees no token').toBeUndefined();
});

test('texts and bytes come back as they were sent, by a protocol that both speak', async () => {
  const socket = await http.webSocket('/echo?a=b', { protocols: ['v3', 'v2'] });
  expect([socket.protocol, socket.url]).toEqual(['v2', `wss://app.zone.test:${server.port}/echo?a=b`]);
  socket.send('grüß dich');
  socket.send(Buffer.from([0, 255, 10]));
  socket.sendJson({ note: 1 });
  expect((await socket.message('the text')).text()).toBe('grüß dich');
  const bytes = await socket.message('the bytes', message => message.binary);
  expect([...bytes.bytes]).toEqual([0, 255, 10]);
  const note = await socket.message('the note');
  expect(note.json()).toEqual({ note: 1 });
  expect(() => bytes.json()).toThrow(/ERR_WEBSOCKET_NOT_JSON/);
  expect(steps).toEqual(['WebSocket /echo?a=b', 'WebSocket: the text', 'WebSocket: the bytes', 'WebSocket: the note']);
});

test('a message waits until it is asked for, and is given once; the others stay', async () => {
  const socket = await http.webSocket('/many');
  expect((await socket.message('three', message => message.text() === 'three')).text()).toBe('three');
  expect((await socket.message('the first')).text()).toBe('one');
  await expect(socket.message('three again', message => message.text() === 'three', { timeout: 20 })).rejects.toThrow('three again. Other messages that came: 1');
  expect((await socket.message('the other')).text()).toBe('two');
});

test('a question that itself fails is the one that is told', async () => {
  const socket = await http.webSocket('/many');
  await expect(socket.message('JSON', message => message.json<{ a: number }>().a === 1)).rejects.toMatchObject({ code: 'ERR_WEBSOCKET_NOT_JSON' });
});

test('a refusal is the app\'s answer, and is shown', async () => {
  const refused = await http.webSocket('/members').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(WebSocketRefusedError);
  expect(refused).toMatchObject({ code: 'ERR_WEBSOCKET_REFUSED', fault: 'recipe', status: 401 });
  expect(String(refused)).toContain('x-by: the app');
});

test('what is no WebSocket at all is refused with its status', async () => {
  const plain = await loopback((_request, response) => response.end('a page'));
  const client = createHttp(plain.target, { baseURL: plain.url('app') });
  await expect(client.webSocket('/')).rejects.toMatchObject({ code: 'ERR_WEBSOCKET_REFUSED', status: 200 });
  await client.close();
  await plain.close();
});

test('no answer, no connection and no trust are told apart, as of every request', async () => {
  await expect(http.webSocket('/dropped')).rejects.toMatchObject({ code: 'ERR_HTTP_BROKEN', fault: 'recipe' });
  await expect(http.webSocket('/silent', { timeout: 1_500 })).rejects.toMatchObject({ code: 'ERR_HTTP_TIMEOUT', fault: 'recipe' });
  await expect(http.webSocket('https://app.zone.test:1/')).rejects.toMatchObject({ code: 'ERR_HTTP_CONNECTION', fault: 'environment' });
  const untrusting = createHttp({ zone: 'zone.test', address: '127.0.0.1' }, { baseURL: server.url('app') });
  const error = await untrusting.webSocket('/echo').catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(HttpNetworkError);
  expect(error).toMatchObject({ code: 'ERR_HTTP_CERTIFICATE', fault: 'environment' });
  await untrusting.close();
});

test('silence and an end are told apart, and an end is told to who still wants to send', async () => {
  const quiet = await http.webSocket('/quiet');
  await expect(quiet.message('anything', undefined, { timeout: 10 })).rejects.toMatchObject({ code: 'ERR_WEBSOCKET_SILENT', fault: 'recipe', closed: undefined });
  const ended = await http.webSocket('/ends');
  const error = await ended.message('anything').catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(WebSocketError);
  expect(error).toMatchObject({ code: 'ERR_WEBSOCKET_CLOSED', closed: { code: 4001, reason: 'logged out' } });
  expect(() => ended.send('still there?')).toThrow(/ERR_WEBSOCKET_CLOSED/);
});

test('it is closed with its client, and with any that shares the connections', async () => {
  const own = createHttp(server.target, { baseURL: server.url('app') });
  const socket = await own.as({ headers: {} }).withCookies().webSocket('/quiet');
  const [there] = [...webSockets.clients].slice(-1) as [WebSocket];
  const gone = once(there, 'close');
  await own.close();
  await gone;
  expect(await socket.close()).toMatchObject({ code: 1005 });
});

test('a server that never agrees to the end is left after a second', async () => {
  const socket = await http.webSocket('/quiet');
  const [there] = [...webSockets.clients].slice(-1) as [WebSocket];
  there.pause();
  expect(await socket.close()).toEqual({ code: 1006, reason: '' });
  there.terminate();
});

test('what goes over it is observed as of one exchange, and its tokens are learnt', async () => {
  const socket = await http.webSocket('/token');
  socket.send('hello');
  await socket.message('the token');
  const [request, ...rest] = heard;
  expect(request).toMatchObject({ kind: 'request', method: 'GET', url: `${server.url('app')}/token` });
  const { exchange } = request as Extract<Observed, { kind: 'request' }>;
  expect(rest.map(({ kind }) => kind).sort()).toEqual(['answer', 'message', 'sent message']);
  expect(rest.every(each => 'exchange' in each && each.exchange === exchange)).toBe(true);
  expect(learnt).toEqual(['eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlMTIz']);
});
