/** A real HTTPS server on loopback whose certificate comes from a throwaway CA, for names of a zone of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Loopback {
  target: { zone: string; address: string; ca: string };
  /** https://<name>.zone.test:<port> */
  url(name: string): string;
  port: number;
  folder: string;
  /** Who asks for another protocol is handed over here; without it they are answered as everybody. */
  onUpgrade(handler: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): void;
  close(): Promise<void>;
}

export async function loopback(handler: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void): Promise<Loopback> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rh-http-'));
  const { key, cert, ca } = certificate(folder, 'zone.test');
  const server = https.createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handler(request, response, Buffer.concat(chunks)));
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    target: { zone: 'zone.test', address: '127.0.0.1', ca },
    url: name => `https://${name}.zone.test:${port}`,
    port,
    folder,
    onUpgrade: handler => void server.on('upgrade', handler),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>(closed => server.close(() => closed()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function certificate(folder: string, zone: string): { key: string; cert: string; ca: string } {
  const file = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', file('ca.key'), '-out', file('ca.crt'), '-days', '2', '-subj', '/CN=Throwaway test CA',
    '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
  openssl('req', ...key, '-keyout', file('server.key'), '-out', file('server.csr'), '-subj', `/CN=${zone}`);
  writeFileSync(file('san'), `subjectAltName=DNS:${zone},DNS:*.${zone}\nextendedKeyUsage=serverAuth\n`);
  openssl('x509', '-req', '-in', file('server.csr'), '-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial',
    '-out', file('server.crt'), '-days', '2', '-extfile', file('san'));
  return { key: readFileSync(file('server.key'), 'utf8'), cert: readFileSync(file('server.crt'), 'utf8'), ca: file('ca.crt') };
}
