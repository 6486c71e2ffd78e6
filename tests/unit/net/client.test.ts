/** Sockets of tests against real servers: messages by event and in order, certificates never unseen, every failure named. */
import { afterEach, expect, test } from 'vitest';
import { requireExpected } from '../../../harness/net/certificate.ts';
import { NetClient } from '../../../harness/net/client.ts';
import type { Connection, Cut } from '../../../harness/net/connection.ts';
import { closedPort, target, tcpServer, tlsServer, udpServer } from './servers.ts';

const net = new NetClient(target, { host: 'app.zone.test' });
afterEach(() => net.close());

/** A line of text; one that begins with a bang is no message. */
const line: Cut<string> = bytes => {
  if (bytes[0] === 0x21) throw new Error('it begins with a bang');
  const end = bytes.indexOf('\n');
  return end < 0 ? undefined : { length: end + 1, message: bytes.toString('utf8', 0, end) };
};
const code = (kind: string) => expect.objectContaining({ code: `ERR_NET_${kind}`, fault: 'recipe' }) as Error;

test('a name of the zone is met at the address of the target, and messages are cut whatever pieces they come in', async () => {
  const port = await tcpServer(socket => {
    socket.write('one\ntw');
    socket.on('data', told => socket.write(`o\n${told.toString()}`));
  });
  const connection = await net.tcp(port);
  const lines = connection.messages(line);
  expect(await lines.next('the first')).toBe('one');
  await connection.send('three\n');
  expect([await lines.next('the second'), await lines.next('the third')]).toEqual(['two', 'three']);
});

test('what a wait passes over, a later one is given; all up to one are handed out in their order', async () => {
  const port = await tcpServer(socket => { socket.write('a\nb\nc\nd\n'); });
  const lines = (await net.tcp(port)).messages(line);
  expect(await lines.next('c', text => text === 'c')).toBe('c');
  expect(await lines.next('a', text => text < 'b')).toBe('a');
  expect(await lines.upTo('d', text => text === 'd')).toEqual(['b', 'd']);
});

test('silence, an end and nonsense are told apart, with what came instead', async () => {
  const port = await tcpServer(socket => { socket.on('data', told => socket.end(told)); });
  const connection = await net.tcp(port);
  const lines = connection.messages(line);
  await expect(lines.next('a greeting', undefined, { timeout: 50 })).rejects.toMatchObject({ code: 'ERR_NET_TIMEOUT', shortMessage: `TCP app.zone.test:${port}: a greeting did not come within 0.05 s; nothing came.` });
  await expect(connection.untilEnded({ timeout: 50 })).rejects.toThrow(code('TIMEOUT'));
  await connection.send('x\n');
  await expect(lines.next('y', text => text === 'y')).rejects.toMatchObject({ code: 'ERR_NET_CLOSED', shortMessage: `TCP app.zone.test:${port}: y did not come, the server ended it; 1 other messages came.` });
  await connection.untilEnded();
  await expect(connection.send('z\n')).rejects.toThrow(code('CLOSED'));
  const other = await net.tcp(port);
  await other.send('!?\n');
  await expect(other.messages(line).next('anything')).rejects.toMatchObject({ code: 'ERR_NET_NONSENSE', shortMessage: expect.stringContaining('it begins with a bang') as string });
});

test('nobody listens, or no such name', async () => {
  const port = await closedPort();
  await expect(net.tcp(port)).rejects.toThrow(code('REFUSED'));
  await expect(net.udp(port, Buffer.from('?'), { timeout: 500 })).rejects.toThrow(code('REFUSED'));
  await expect(net.tcp(port, { host: 'nobody.invalid' })).rejects.toMatchObject({ code: 'ERR_NET_NAME', fault: 'environment' });
});

test('a certificate that signs itself is refused unseen, and taken by its fingerprint alone', async () => {
  const port = await tlsServer(socket => { socket.write('hello\n'); });
  await expect(net.tls(port)).rejects.toThrow(code('CERTIFICATE'));
  await expect(net.tls(port, { pin: 'AB:CD' })).rejects.toMatchObject({ shortMessage: expect.stringContaining('not the pinned one') as string });
  const seen = await net.certificate(port);
  expect(seen).toMatchObject({ subject: 'CN=Its own', selfSigned: true, distrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const connection = await net.tls(port, { pin: seen.fingerprint });
  expect(await connection.messages(line).next('the greeting')).toBe('hello');
  expect(connection.certificate).toEqual(seen);
  expect(() => requireExpected('TLS', seen, seen.fingerprint, seen.validTo.getTime() + 1)).toThrow(code('CERTIFICATE'));
  expect(() => requireExpected('TLS', { ...seen, distrusted: undefined }, 'another')).not.toThrow();
});

test('what does not speak TLS fails the handshake', async () => {
  const port = await tcpServer(socket => { socket.end('220 plain\r\n'); });
  await expect(net.tls(port)).rejects.toThrow(code('HANDSHAKE'));
  await expect(net.certificate(port)).rejects.toThrow(code('HANDSHAKE'));
});

test('a question by UDP is asked again until its answer comes', async () => {
  let asked = 0;
  const port = await udpServer(bytes => ++asked === 1 ? [Buffer.from('something else')] : [Buffer.from(`re: ${bytes.toString()}`)]);
  expect((await net.udp(port, Buffer.from('ping'), { isAnswer: bytes => bytes.toString().startsWith('re: ') })).toString()).toBe('re: ping');
  const deaf = await udpServer(() => [Buffer.from('no')]);
  await expect(net.udp(deaf, Buffer.from('ping'), { timeout: 50, isAnswer: () => false })).rejects.toMatchObject({ code: 'ERR_NET_TIMEOUT', shortMessage: expect.stringContaining('but 1 datagrams that are none') as string });
});

test('every connection ends with its client', async () => {
  const port = await tcpServer(socket => { socket.write('hello\n'); });
  const client = new NetClient(target, { host: 'app.zone.test' });
  const connections: Connection[] = [await client.tcp(port), await client.tcp(port)];
  await client.close();
  expect(connections.map(({ ended }) => ended)).toEqual([true, true]);
});
