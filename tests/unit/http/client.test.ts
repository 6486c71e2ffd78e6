import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttp, type HttpClient } from '../../../harness/http/client.ts';
import { HttpNetworkError, HttpStatusError } from '../../../harness/http/errors.ts';
import { loopback, type Loopback } from './loopback.ts';

let server: Loopback;
let http: HttpClient;

beforeAll(async () => {
  server = await loopback((request, response, body) => {
    const url = new URL(request.url ?? '/', 'https://x');
    const echo = () => response.setHeader('content-type', 'application/json').end(JSON.stringify({
      method: request.method, host: request.headers.host, path: url.pathname, headers: request.headers, body: body.toString('latin1'),
    }));
    if (url.pathname === '/bytes') response.end(Buffer.from([0, 255, 10, 13, 128]));
    else if (url.pathname === '/moved') response.writeHead(302, { location: '/echo' }).end('moved');
    else if (url.pathname === '/see-other') response.writeHead(303, { location: '/echo' }).end();
    else if (url.pathname === '/keep') response.writeHead(307, { location: '/echo' }).end();
    else if (url.pathname === '/away') response.writeHead(302, { location: `${server.url('other')}/echo` }).end();
    else if (url.pathname === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else if (url.pathname === '/login') response.writeHead(200, { 'set-cookie': ['sid=a%20b; Path=/; HttpOnly; Secure', 'theme="x"; Path=/private'] }).end();
    else if (url.pathname === '/logout') response.writeHead(200, { 'set-cookie': 'sid=; Path=/; Max-Age=0' }).end();
    else if (url.pathname === '/teapot') response.writeHead(418, { 'content-type': 'text/plain', 'x-kind': 'pot' }).end('short and stout');
    else if (url.pathname === '/silent') return;
    else if (url.pathname === '/broken') request.socket.destroy();
    else if (url.pathname === '/half') { response.writeHead(200, { 'content-length': '100' }); response.write('half', () => request.socket.destroy()); }
    else echo();
  });
  http = createHttp(server.target, { baseURL: server.url('app'), headers: { 'X-Run': 'r1' } });
});
afterAll(async () => {
  await http.close();
  await server.close();
});

interface Echo { method: string; host: string; path: string; headers: Record<string, string>; body: string }

describe('names and trust', () => {
  test("a name of the zone reaches the target's address with its own Host", async () => {
    const echo = (await http.get('/echo')).json<Echo>();
    expect(echo.host).toBe(`app.zone.test:${server.port}`);
    expect(echo.headers['x-run']).toBe('r1');
  });

  test('without the CA the certificate is refused, and the message says so', async () => {
    const untrusting = createHttp({ zone: 'zone.test', address: '127.0.0.1' }, { baseURL: server.url('app') });
    const error = await untrusting.get('/').catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(HttpNetworkError);
    expect(error).toMatchObject({ code: 'ERR_HTTP_CERTIFICATE', fault: 'environment', kind: 'certificate' });
    await untrusting.close();
  });

  test('what is left of a deadline is a time-out as well, though it is seldom whole', async () => {
    expect((await http.get('/echo', { timeout: 9_653.92 })).status).toBe(200);
  });

  test('a refused connection and a silent app are told apart', async () => {
    await expect(http.get('https://app.zone.test:1/')).rejects.toMatchObject({ code: 'ERR_HTTP_CONNECTION' });
    // Time enough for a busy machine to connect: each request has a connection of its own.
    await expect(http.get('/silent', { timeout: 1_500 })).rejects.toMatchObject({ code: 'ERR_HTTP_TIMEOUT', fault: 'recipe' });
    // Takes connections and never says a word, not even of TLS.
    const held: net.Socket[] = [];
    const mute = net.createServer(socket => held.push(socket)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as net.AddressInfo;
    await expect(http.get(`https://app.zone.test:${port}/`, { timeout: 50 })).rejects.toMatchObject({ code: 'ERR_HTTP_CONNECTION', fault: 'environment' });
    held.forEach(socket => socket.destroy());
    mute.close();
  });

  test.each(['/broken', '/half'])('an answer that breaks off is neither: the request had been let in (%s)', async path => {
    await expect(http.get(path)).rejects.toMatchObject({ code: 'ERR_HTTP_BROKEN', fault: 'recipe', kind: 'broken', connected: true });
  });

  test('a path without a base URL is a mistake of the user', async () => {
    await expect(createHttp(server.target).get('/x')).rejects.toMatchObject({ code: 'ERR_HTTP_URL', fault: 'user' });
  });
});

describe('redirects', () => {
  test('are answers, not followed unasked', async () => {
    const response = await http.get('/moved');
    expect(response.status).toBe(302);
    expect(response.location).toBe(`${server.url('app')}/echo`);
    expect(response.hops).toEqual([]);
  });

  test('are followed as often as asked, and shown', async () => {
    const response = await http.get('/moved', { follow: 3 });
    expect(response.status).toBe(200);
    expect(response.url).toBe(`${server.url('app')}/echo`);
    expect(response.hops).toEqual([`${server.url('app')}/moved`]);
    expect((await http.get('/loop', { follow: 2 })).hops).toHaveLength(2);
  });

  test('303 turns a POST into a GET without body, 307 keeps both', async () => {
    expect((await http.post('/see-other', { json: { a: 1 }, follow: 1 })).json<Echo>()).toMatchObject({ method: 'GET', body: '' });
    expect((await http.post('/keep', { json: { a: 1 }, follow: 1 })).json<Echo>()).toMatchObject({ method: 'POST', body: '{"a":1}' });
  });

  test('do not carry credentials to another host', async () => {
    const author = http.as({ headers: { Authorization: 'Bearer t0ken', 'X-Api-Key': 'k' } });
    const there = (await author.get('/away', { follow: 1, headers: { Cookie: 'c=1' } })).json<Echo>();
    expect(there.host).toContain('other.zone.test');
    expect(there.headers).not.toHaveProperty('authorization');
    expect(there.headers).not.toHaveProperty('x-api-key');
    expect(there.headers).not.toHaveProperty('cookie');
    expect((await author.get('/echo')).json<Echo>().headers['authorization']).toBe('Bearer t0ken');
    expect((await http.get('/echo')).json<Echo>().headers).not.toHaveProperty('authorization');
  });
});

describe('bodies', () => {
  test('arrive byte for byte', async () => {
    expect([...(await http.get('/bytes')).bytes]).toEqual([0, 255, 10, 13, 128]);
  });

  test('json, form and raw have their content type', async () => {
    expect((await http.put('/echo', { json: ['é'] })).json<Echo>()).toMatchObject({ headers: { 'content-type': 'application/json' } });
    expect((await http.post('/echo', { form: { a: '1 2' } })).json<Echo>())
      .toMatchObject({ body: 'a=1+2', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect((await http.post('/echo', { body: Buffer.from([200]), headers: { 'Content-Type': 'x/y' } })).json<Echo>())
      .toMatchObject({ body: '\u00c8', headers: { 'content-type': 'x/y' } });
  });

  test('multipart carries fields and files', async () => {
    const echo = (await http.post('/echo', { multipart: { title: 'hello', file: { filename: 'a.bin', bytes: Buffer.from('xyz'), contentType: 'image/png' } } })).json<Echo>();
    expect(echo.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(echo.body).toContain('name="title"');
    expect(echo.body).toMatch(/filename="a.bin"\r\nContent-Type: image\/png\r\n\r\nxyz/);
  });

  test('two bodies are refused', async () => {
    await expect(http.post('/echo', { json: 1, form: {} })).rejects.toMatchObject({ code: 'ERR_HTTP_TWO_BODIES' });
  });

  test('a body that is not JSON is shown', async () => {
    const response = await http.get('/teapot');
    expect(() => response.json()).toThrow(/not JSON[\s\S]*short and stout/);
  });
});

describe('cookies', () => {
  test('are shown always, kept only in a jar of their own', async () => {
    expect((await http.get('/login')).setCookies[0]).toContain('sid=a%20b');
    expect((await http.get('/echo')).json<Echo>().headers).not.toHaveProperty('cookie');
    const author = http.withCookies();
    await author.get('/login');
    expect((await author.get('/echo')).json<Echo>().headers['cookie']).toBe('sid=a%20b');
    expect((await author.get('/private/x')).json<Echo>().headers['cookie']).toBe('theme="x"; sid=a%20b');
    expect((await http.withCookies().get('/echo')).json<Echo>().headers).not.toHaveProperty('cookie');
    expect((await author.get(`${server.url('other')}/echo`)).json<Echo>().headers).not.toHaveProperty('cookie');
    await author.get('/logout');
    expect(author.cookies?.get('sid')).toBeUndefined();
  });
});

test('an unexpected status names method, URL, status and shows the answer', async () => {
  const response = await http.get('/teapot');
  expect(response.expectStatus(200, 418)).toBe(response);
  const error = (() => { try { response.expectStatus(200, 204); } catch (cause) { return cause; } })();
  expect(error).toBeInstanceOf(HttpStatusError);
  expect(error).toMatchObject({ code: 'ERR_HTTP_STATUS', fault: 'recipe', status: 418, method: 'GET' });
  expect((error as Error).message).toMatch(/GET https:.*\/teapot answered 418, not 200 or 204[\s\S]*x-kind: pot[\s\S]*short and stout/);
});
