/** Ports beside the ingress: whole they reach the real app by TCP, TLS and UDP, broken they meet an impostor that every client of the proof believes. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newAuthority } from '../../../harness/gate/sabotage/certificates.ts';
import { OwnPorts } from '../../../harness/gate/sabotage/own-ports.ts';
import { firstWords, hearFirstWords, portEcho } from '../../../harness/gate/sabotage/port-impostors.ts';
import { NetClient } from '../../../harness/net/client.ts';
import { target, tcpServer, tlsServer, udpServer } from '../net/servers.ts';

const host = 'app.zone.test';
const text = (bytes: Buffer) => ({ length: bytes.length, message: bytes.toString() });

async function between(ports: readonly { port: number; protocol: string }[]): Promise<{ own: OwnPorts; net: NetClient }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rh-ports-'));
  const authority = newAuthority();
  const ca = path.join(folder, 'roots.pem');
  appendFileSync(ca, authority.root);
  const own = new OwnPorts({ address: '127.64.7.9', real: '127.0.0.1', authority });
  await own.open(ports);
  const net = new NetClient({ ...target, address: '127.64.7.9', ca }, { host });
  onTestFinished(async () => {
    await net.close();
    await own.close();
    rmSync(folder, { recursive: true });
  });
  return { own, net };
}

test('a port that speaks TLS: its own certificate and words while it is whole, then an impostor with a certificate that is believed', async () => {
  const port = await tlsServer(socket => { socket.write('real'); });
  const { own, net } = await between([{ port, protocol: 'tcp' }]);
  const { fingerprint, distrusted } = await net.certificate(port);
  expect(distrusted).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  const whole = await net.tls(port, { pin: fingerprint });
  expect(await whole.messages(text).next('the greeting')).toBe('real');

  const known = await hearFirstWords(target, host, [{ port, protocol: 'tcp' }, { port, protocol: 'udp' }]);
  expect(known.get(port)).toEqual({ tls: true, words: Buffer.from('real') });
  own.break(firstWords(known));
  await whole.untilEnded();
  const parrot = await net.tls(port, { pin: fingerprint });
  const said = parrot.messages(text);
  expect(await said.next('the first words')).toBe('real');
  await parrot.send('anything');
  expect(await said.next('the same again')).toBe('real');

  own.break(portEcho);
  const echo = await net.tls(port, { pin: fingerprint });
  await echo.send('kept?');
  expect(await echo.messages(text).next('the echo')).toBe('kept?');
  own.mend();
  expect((await net.certificate(port)).fingerprint).toBe(fingerprint);
});

test('a port without TLS whose server speaks first, or listens', async () => {
  const speaks = await tcpServer(socket => { socket.write('220 real'); });
  const listens = await tcpServer(socket => { socket.on('data', () => socket.write('answer')); });
  const ports = [speaks, listens].map(port => ({ port, protocol: 'tcp' }));
  const { own, net } = await between(ports);
  own.break(firstWords(await hearFirstWords(target, host, ports)));
  expect(await (await net.tcp(speaks)).messages(text).next('the greeting')).toBe('220 real');
  own.break(portEcho);
  const echo = await net.tcp(listens);
  await echo.send('kept?');
  expect(await echo.messages(text).next('the echo')).toBe('kept?');
});

test('datagrams', async () => {
  const port = await udpServer(bytes => [Buffer.from(`real ${bytes.toString()}`)]);
  const { own, net } = await between([{ port, protocol: 'udp' }]);
  const ask = async () => (await net.udp(port, Buffer.from('who'))).toString();
  expect([await ask(), await ask()]).toEqual(['real who', 'real who']);
  own.break(portEcho);
  expect(await ask()).toBe('who');
  own.break(firstWords(new Map()));
  expect(await ask()).toBe('\0\0\0');
  own.mend();
  expect(await ask()).toBe('real who');
});

test('a port that is taken is named', async () => {
  const { own } = await between([]);
  const port = await tcpServer(() => undefined);
  await own.open([{ port, protocol: 'tcp' }]);
  await expect(own.open([{ port, protocol: 'tcp' }])).rejects.toMatchObject({ code: 'ERR_PROVE_PORT', fault: 'environment', shortMessage: expect.stringContaining(`port ${port}/tcp (EADDRINUSE)`) as string });
});
