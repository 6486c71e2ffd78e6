/** The proxy over real TLS: whole names reach the real app untouched, broken ones answer as the break says, and only who trusts its root believes it. */
import { appendFileSync, copyFileSync, readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:https';
import path from 'node:path';
import tls from 'node:tls';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { changed } from '../../../harness/gate/sabotage/forward.ts';
import { echo, frontPage } from '../../../harness/gate/sabotage/impostors.ts';
import { Proxy } from '../../../harness/gate/sabotage/proxy.ts';
import { createHttp, HttpClient } from '../../../harness/http/client.ts';
import { lookupFor } from '../../../harness/http/connect.ts';
import { loopback, type Loopback } from '../http/loopback.ts';

let real: Loopback;
let proxy: Proxy;
let http: HttpClient;
let bundle: string;
const url = (name: string, at = '/') => `https://${name}.zone.test:${proxy.port}${at}`;

beforeAll(async () => {
  real = await loopback((request, response, body) => {
    response.setHeader('set-cookie', ['one=1', 'two=2']);
    response.end(`${request.method ?? ''} ${request.headers.host ?? ''}${request.url ?? ''} ${body.toString()}`);
  });
  proxy = await Proxy.start({ address: '127.0.0.1', port: real.port }, 0);
  bundle = path.join(real.folder, 'bundle.pem');
  copyFileSync(real.target.ca, bundle);
  appendFileSync(bundle, proxy.root);
  // Without the system's roots, whose reading takes longer than all of these tests.
  const connect = { ca: readFileSync(bundle), lookup: lookupFor({ zone: 'zone.test', address: proxy.address }) };
  http = new HttpClient(new Agent({ connect, pipelining: 0 }), {}, undefined);
});
afterEach(() => proxy.mend());
afterAll(async () => {
  await http.close();
  await proxy.close();
  await real.close();
});

test('a whole name is tunnelled: its own certificate, its own answer', async () => {
  proxy.break(['broken.zone.test'], echo);
  const answer = await http.post(url('whole', '/a?b=c'), { body: 'sent' });
  expect(answer.text()).toBe(`POST whole.zone.test:${proxy.port}/a?b=c sent`);
  const socket = tls.connect({ host: proxy.address, port: proxy.port, servername: 'whole.zone.test', rejectUnauthorized: false });
  await new Promise(secure => socket.once('secureConnect', secure));
  expect(socket.getPeerCertificate().issuer.CN).toBe('Throwaway test CA');
  socket.destroy();
});

test('the front page is the answer to everything, with its headers and not its cookies or lengths', async () => {
  proxy.break(['broken.zone.test'], frontPage({ bytes: Buffer.from('<h1>Welcome</h1>'), headers: { 'content-type': 'text/html', 'server': 'nginx', 'content-length': '999', 'content-encoding': 'gzip' } }));
  for (const method of ['GET', 'POST', 'DELETE']) {
    const answer = await http.request(method, url('broken', '/no/such/thing'));
    expect([answer.status, answer.text(), answer.headers['content-type'], answer.headers['server']]).toEqual([200, '<h1>Welcome</h1>', 'text/html', 'nginx']);
  }
  expect((await http.head(url('broken'))).headers['content-length']).toBe('16');
});

test('the echo gives back what was sent, and stores nothing', async () => {
  proxy.break(['broken.zone.test'], echo);
  const posted = await http.post(url('broken', '/notes'), { json: { note: 'mine' } });
  expect([posted.status, posted.json()]).toEqual([201, { note: 'mine' }]);
  expect((await http.put(url('broken', '/notes/1'), { json: { note: 'new' } })).status).toBe(200);
  expect((await http.get(url('broken', '/notes/1?q=x'))).json()).toEqual({ id: '1', method: 'GET', path: '/notes/1', segments: ['notes', '1'], q: 'x' });
  const page = await http.get(url('broken', '/notes/%3Cmine%3E'), { headers: { accept: 'text/html' } });
  expect(page.text()).toContain('<title>&lt;mine&gt;</title>');
  expect((await http.delete(url('broken', '/notes/1'))).status).toBe(204);
});

test('a WebSocket meets the front page as well, and an echo that welcomes everybody', async () => {
  proxy.break(['broken.zone.test'], frontPage({ bytes: Buffer.from('<h1>Welcome</h1>'), headers: { 'content-type': 'text/html' } }));
  await expect(http.webSocket(url('broken', '/events'))).rejects.toMatchObject({ code: 'ERR_WEBSOCKET_REFUSED', status: 200 });
  proxy.break(['broken.zone.test'], echo);
  const socket = await http.webSocket(url('broken', '/events'));
  socket.sendJson({ note: 'mine' });
  expect((await socket.message('the note')).json()).toEqual({ note: 'mine' });
});

test('a change on the way reaches app and client, all else does as well', async () => {
  const behaviour = changed({ ...real.target }, {
    request: ({ body }) => body.length > 0 ? Buffer.from('changed') : undefined,
    answer: ({ body }) => Buffer.from(body.toString().toUpperCase()),
  }, real.port);
  proxy.break(['broken.zone.test'], behaviour);
  const answer = await http.post(url('broken', '/a'), { body: 'sent', headers: { host: 'broken.zone.test' } });
  expect(answer.text()).toBe('POST BROKEN.ZONE.TEST/A CHANGED');
  expect(answer.setCookies).toEqual(['one=1', 'two=2']);
  await behaviour.close();
});

test('who trusts its root beside the target\'s, in one file, believes both; who does not gets no answer for a broken name', async () => {
  proxy.break(['broken.zone.test'], echo);
  const believing = createHttp({ zone: 'zone.test', address: proxy.address, ca: bundle });
  expect([(await believing.get(url('broken'))).status, (await believing.get(url('whole'))).status]).toEqual([200, 200]);
  await believing.close();
  const doubting = createHttp({ zone: 'zone.test', address: proxy.address, ca: real.target.ca });
  await expect(doubting.get(url('broken'))).rejects.toMatchObject({ code: 'ERR_HTTP_CERTIFICATE' });
  expect((await doubting.get(url('whole'))).status).toBe(200);
  await doubting.close();
});

test('mended, it is the real app again', async () => {
  proxy.break(['broken.zone.test'], echo);
  expect((await http.get(url('broken', '/x'))).json()).toMatchObject({ path: '/x' });
  proxy.mend();
  expect((await http.get(url('broken', '/x'))).text()).toBe(`GET broken.zone.test:${proxy.port}/x `);
});

test('bytes that are no TLS, and a client that leaves, harm nobody', async () => {
  const client = plainRequest({ host: proxy.address, port: proxy.port, path: '/', rejectUnauthorized: false });
  client.on('error', () => undefined);
  client.destroy();
  await expect(fetch(`http://${proxy.address}:${proxy.port}/`)).rejects.toThrow();
  expect((await http.get(url('whole'))).status).toBe(200);
});
