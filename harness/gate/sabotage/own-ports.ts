/**
 * Stands in front of the ports that an app publishes beside the ingress, TCP and UDP: what is whole is handed on byte for byte; while
 * they are broken an impostor answers. A port carries no name: it is this one app's, since no other can have it at the same time.
 */
import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { HarnessError } from '../../errors.ts';
import type { Published } from '../../recipe/ports.ts';
import type { Authority } from './certificates.ts';
import type { PortBehaviour } from './port-impostors.ts';

/** The first byte of a client that begins with TLS. */
const handshake = 22;

export interface OwnPortsInit {
  /** Where clients believe the server to be. */
  readonly address: string;
  /** Where it is. */
  readonly real: string;
  readonly authority: Authority;
}

export class OwnPorts {
  readonly #init: OwnPortsInit;
  readonly #closers: (() => Promise<unknown>)[] = [];
  readonly #connections = new Set<{ destroy(): unknown }>();
  #behaviour: PortBehaviour | undefined;

  constructor(init: OwnPortsInit) {
    this.#init = init;
  }

  /** Listens on these ports as well. @throws HarnessError `ERR_PROVE_PORT` */
  async open(ports: readonly Published[]): Promise<void> {
    for (const { port, protocol } of ports) {
      const opening = protocol === 'udp' ? this.#openUdp(port) : this.#openTcp(port);
      await opening.catch((cause: unknown) => { throw notFree(this.#init.address, port, protocol, cause); });
    }
  }

  break(behaviour: PortBehaviour): void {
    this.#behaviour = behaviour;
    this.#hangUp();
  }

  mend(): void {
    this.#behaviour = undefined;
    this.#hangUp();
  }

  async close(): Promise<void> {
    this.#hangUp();
    await Promise.all(this.#closers.map(close => close()));
  }

  #hangUp(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  async #openTcp(port: number): Promise<void> {
    const server = net.createServer(socket => this.#meet(socket, port)).listen(port, this.#init.address);
    await once(server, 'listening');
    this.#closers.push(() => once(server.close(), 'close'));
  }

  #meet(socket: net.Socket, port: number): void {
    this.#keep(socket);
    const behaviour = this.#behaviour;
    if (!behaviour) {
      const onward = this.#keep(net.connect(port, this.#init.real));
      socket.on('close', () => onward.destroy());
      onward.on('close', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    } else if (behaviour.listensFirst(port)) {
      socket.once('data', first => {
        socket.pause();
        socket.unshift(first);
        if (first[0] === handshake) this.#secured(socket, secure => behaviour.connection(secure, port));
        else behaviour.connection(socket, port);
      });
    } else behaviour.connection(socket, port);
  }

  #secured(socket: net.Socket, then: (secure: tls.TLSSocket) => void): void {
    const { authority } = this.#init;
    const secure = this.#keep(new tls.TLSSocket(socket, {
      isServer: true, secureContext: authority.contextFor('nobody.invalid'), SNICallback: (name, done) => done(null, authority.contextFor(name)),
    }));
    secure.once('secure', () => then(secure));
  }

  /** Whoever is at the other end sees the connection go, and says what that means. */
  #keep<Socket extends net.Socket>(socket: Socket): Socket {
    this.#connections.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#connections.delete(socket));
    return socket;
  }

  async #openUdp(port: number): Promise<void> {
    const server = dgram.createSocket(net.isIPv6(this.#init.address) ? 'udp6' : 'udp4').bind(port, this.#init.address);
    await once(server, 'listening');
    this.#closers.push(() => once(server.close(), 'close'));
    const clients = new Map<string, dgram.Socket>();
    server.on('message', (bytes, from) => {
      const reply = (answer: Buffer): void => server.send(answer, from.port, from.address);
      if (this.#behaviour) reply(this.#behaviour.datagram(bytes, port));
      else this.#onward(clients, `${from.address} ${from.port}`, reply).send(bytes, port, this.#init.real);
    });
  }

  /** One socket for each client, so that the app's answers find their way back. */
  #onward(clients: Map<string, dgram.Socket>, client: string, reply: (answer: Buffer) => void): dgram.Socket {
    const known = clients.get(client);
    if (known) return known;
    const onward = dgram.createSocket(net.isIPv6(this.#init.real) ? 'udp6' : 'udp4');
    const connection = { destroy: () => onward.close() };
    clients.set(client, onward);
    this.#connections.add(connection);
    onward.on('message', answer => reply(answer)).on('error', () => onward.close()).on('close', () => {
      clients.delete(client);
      this.#connections.delete(connection);
    });
    return onward;
  }
}

function notFree(address: string, port: number, protocol: string, cause: unknown): HarnessError {
  const { code = String(cause) } = cause as NodeJS.ErrnoException;
  return new HarnessError({
    code: 'ERR_PROVE_PORT', fault: 'environment',
    message: `The proxy that breaks the app cannot listen on ${address}, port ${port}/${protocol} (${code}), which the app publishes.`,
    wayOut: 'Look at what listens on this port on every address of this machine.', cause,
  });
}
