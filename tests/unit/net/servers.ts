/** Servers on loopback that speak as a test says, closed at its end. */
import { execFileSync } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { onTestFinished } from 'vitest';

export const target = { zone: 'zone.test', address: '127.0.0.1' };

async function listening(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', socket => {
    sockets.add(socket.on('error', () => undefined));
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), 'close');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as net.AddressInfo).port;
}

export function tcpServer(meet: (socket: net.Socket) => void): Promise<number> {
  return listening(net.createServer(meet));
}

let own: { key: string; cert: string } | undefined;

/** With a certificate that it has signed itself. */
export function tlsServer(meet: (socket: net.Socket) => void): Promise<number> {
  return listening(tls.createServer(own ??= selfSigned(), meet));
}

export async function udpServer(answer: (bytes: Buffer) => Buffer[]): Promise<number> {
  const server = dgram.createSocket('udp4');
  server.on('message', (bytes, from) => {
    for (const reply of answer(bytes)) server.send(reply, from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => { await once(server.close(), 'close'); });
  return server.address().port;
}

/** A port of this machine on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as net.AddressInfo;
  await once(server.close(), 'close');
  return port;
}

function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'rh-net-'));
  const [key, cert] = [path.join(folder, 'key'), path.join(folder, 'cert')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=Its own'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}
