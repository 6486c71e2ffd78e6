/**
 * Stands in front of a target's ingress on a loopback address of its own. Names that are whole are tunnelled, byte for byte; for those
 * that are broken it ends TLS itself, with certificates that only this process's clients trust, and answers as the break says.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { HarnessError } from '../../errors.ts';
import { type Authority, newAuthority } from './certificates.ts';
import { readClientHello } from './client-hello.ts';
import { OwnPorts } from './own-ports.ts';
import type { PortBehaviour } from './port-impostors.ts';

/** How a broken name answers. */
export interface Behaviour {
  answer(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> | void;
  /** What becomes of a request to switch protocols; without it the connection is closed. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Real {
  readonly address: string;
  readonly port: number;
}

export class Proxy {
  readonly address: string;
  readonly port: number;
  /** Root of the certificates for broken names, PEM. */
  readonly root: string;
  /** Ports beside the ingress. */
  readonly ports: OwnPorts;
  readonly #real: Real;
  readonly #tcp: net.Server;
  readonly #http: https.Server;
  readonly #sockets = new Set<net.Socket>();
  #broken: { names: ReadonlySet<string>; behaviour: Behaviour } | undefined;

  private constructor(real: Real, tcp: net.Server, authority: Authority, at: { address: string; port: number }) {
    this.#real = real;
    this.#tcp = tcp;
    this.root = authority.root;
    this.address = at.address;
    this.port = at.port;
    this.ports = new OwnPorts({ address: at.address, real: real.address, authority });
    this.#http = https.createServer({ ALPNProtocols: ['http/1.1'], SNICallback: (name, done) => done(null, authority.contextFor(name)) });
    this.#http.on('request', (request, response) => void this.#answer(request, response));
    this.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const { behaviour } = this.#broken ?? {};
      if (behaviour?.upgrade) behaviour.upgrade(request, socket, head);
      else socket.destroy();
    });
    tcp.on('connection', socket => this.#meet(socket));
  }

  /** @param port where clients expect the ingress: 443, but for tests of this file */
  static async start(real: Real, port = 443): Promise<Proxy> {
    const tcp = net.createServer({ pauseOnConnect: false });
    const at = await listen(tcp, port);
    return new Proxy(real, tcp, newAuthority(), at);
  }

  /** From here on these names answer as `behaviour` says, and ports beside the ingress as `onPorts` does; every connection that stands is closed. */
  break(names: readonly string[], behaviour: Behaviour, onPorts?: PortBehaviour): void {
    if (onPorts) this.ports.break(onPorts);
    this.#broken = { names: new Set(names.map(name => name.toLowerCase())), behaviour };
    this.#hangUp();
  }

  /** Every name is whole again. */
  mend(): void {
    this.#broken = undefined;
    this.ports.mend();
    this.#hangUp();
  }

  async close(): Promise<void> {
    this.#hangUp();
    this.#http.close();
    this.#tcp.close();
    await Promise.all([once(this.#tcp, 'close'), this.ports.close()]);
  }

  #hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #meet(socket: net.Socket): void {
    this.#keep(socket);
    const parts: Buffer[] = [];
    const look = (part: Buffer): void => {
      parts.push(part);
      const bytes = Buffer.concat(parts);
      const { whole, serverName } = readClientHello(bytes);
      if (!whole) return;
      socket.off('data', look);
      socket.pause();
      socket.unshift(bytes);
      if (serverName !== undefined && this.#broken?.names.has(serverName)) this.#http.emit('connection', socket);
      else this.#tunnel(socket);
    };
    socket.on('data', look);
  }

  #tunnel(socket: net.Socket): void {
    const onward = net.connect(this.#real.port, this.#real.address);
    this.#keep(onward);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  }

  #keep(socket: net.Socket): void {
    this.#sockets.add(socket);
    // Whoever is at the other end sees the connection go, and says what that means.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { behaviour } = this.#broken ?? {};
      if (behaviour) await behaviour.answer(request, response, Buffer.concat(parts));
      else response.destroy();
    } catch {
      // Told by the connection that breaks: an answer of the proxy's own would look like the app's.
      response.destroy();
    }
  }
}

/** Addresses of the loopback network that nobody else listens on: each proof has one to itself. */
async function listen(server: net.Server, port: number): Promise<{ address: string; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const address = `127.${randomInt(64, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
    server.listen(port, address);
    try {
      await once(server, 'listening');
      return { address, port: (server.address() as net.AddressInfo).port };
    } catch (cause) {
      const { code = '' } = cause as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && attempt < 20) continue;
      throw new HarnessError({
        code: 'ERR_PROVE_PORT', fault: 'environment',
        message: `The proxy that breaks the app cannot listen on ${address}, port ${port} (${code}).`,
        wayOut: code === 'EACCES' ? 'Run as root, or allow it: `sysctl net.ipv4.ip_unprivileged_port_start=443`.' : 'Look at what listens on this port on every address.',
        cause,
      });
    }
  }
}
