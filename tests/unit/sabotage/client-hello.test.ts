import net from 'node:net';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { readClientHello } from '../../../harness/gate/sabotage/client-hello.ts';

/** What a real client sends first. */
async function hello(options: tls.ConnectionOptions): Promise<Buffer> {
  const server = net.createServer();
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const first = new Promise<Buffer>(resolve => server.on('connection', socket => socket.once('data', bytes => {
    socket.destroy();
    resolve(bytes);
  })));
  const client = tls.connect({ ...options, host: '127.0.0.1', port: (server.address() as net.AddressInfo).port });
  client.on('error', () => undefined);
  const bytes = await first;
  server.close();
  return bytes;
}

test('the name of a real client, as soon as all of it is there', async () => {
  const bytes = await hello({ servername: 'App.zone.test' });
  expect(readClientHello(bytes)).toEqual({ whole: true, serverName: 'app.zone.test' });
  for (const length of [0, 4, 5, 40, bytes.length - 1]) expect(readClientHello(bytes.subarray(0, length))).toEqual({ whole: false, serverName: undefined });
});

test('in several records', async () => {
  const bytes = await hello({ servername: 'app.zone.test' });
  const message = bytes.subarray(5);
  const record = (part: Buffer) => Buffer.concat([Buffer.from([22, 3, 1, part.length >> 8, part.length & 0xff]), part]);
  const split = Buffer.concat([record(message.subarray(0, 30)), record(message.subarray(30))]);
  expect(readClientHello(split)).toEqual({ whole: true, serverName: 'app.zone.test' });
  expect(readClientHello(split.subarray(0, 40)).whole).toBe(false);
});

test('a client that names nobody, and what is no TLS', async () => {
  expect(readClientHello(await hello({ servername: '' }))).toEqual({ whole: true, serverName: undefined });
  expect(readClientHello(Buffer.from('GET / HTTP/1.1\r\n'))).toEqual({ whole: true, serverName: undefined });
  expect(readClientHello(Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 9]))).toEqual({ whole: true, serverName: undefined });
});
