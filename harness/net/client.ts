/** Sockets of tests and hooks: they know the target's names, address and roots, and every wait of theirs has a deadline. */
import type { Reachable } from '../http/connect.ts';
import { type Certificate, certificateOf, requireExpected } from './certificate.ts';
import { Connection, defaultTimeout, type Step } from './connection.ts';
import { askByDatagram } from './datagram.ts';
import { dialTcp, dialTls, type Place, whereOf } from './dial.ts';

export interface NetOptions {
  /** Whom ports are asked of, unless a call names another host: usually the app's domain. */
  host: string;
  /** Runs what it is given under a title: how a connection becomes a step of the report. */
  step?: Step;
}

/** Where a connection goes, and how long it may take. */
export interface ConnectOptions {
  /** Another host of the app than its domain. */
  host?: string;
  /** Milliseconds until the connection stands, TLS included. Default 10,000. */
  timeout?: number;
}

/**
 * Speaks to the app's ports, as somebody outside would. What goes to and fro counts as evidence, as that of `api` does.
 *
 * @throws NetError from everything that finds no connection, or not what it waits for
 * @example
 * const { fingerprint } = await net.certificate(64738);        // signed by itself: looked at once, then pinned
 * const line = await net.tls(64738, { pin: fingerprint });
 * await line.send(hello);
 * const answer = await line.messages(frame).next('the answer to hello');
 */
export class NetClient {
  readonly #target: Reachable;
  readonly #host: string;
  readonly #step: Step;
  readonly #open = new Set<Connection>();

  constructor(target: Reachable, { host, step = (_title, body) => body() }: NetOptions) {
    this.#target = target;
    this.#host = host;
    this.#step = step;
  }

  /**
   * The certificate that the server on this port shows, trusted or not; nothing is said to that server.
   * @throws NetError when no handshake comes about
   */
  certificate(port: number, options: ConnectOptions = {}): Promise<Certificate> {
    return this.#step(`look at the certificate of port ${port}`, async () => {
      const place = this.#place(port, options);
      const socket = await dialTls(place);
      try {
        return certificateOf(socket) ?? requireNone(place);
      } finally {
        socket.destroy();
      }
    });
  }

  /** A connection without TLS. @throws NetError */
  tcp(port: number, options: ConnectOptions = {}): Promise<Connection> {
    return this.#step(`connect to port ${port}`, async () => {
      const place = this.#place(port, options);
      return this.#kept(new Connection(await dialTcp(place), whereOf('TCP', place), this.#step));
    });
  }

  /**
   * A connection with TLS from its first byte.
   *
   * @param options `pin`: the fingerprint of a certificate that is taken although no root vouches for it, for servers that sign their own.
   *   It must be valid now. Without it only a certificate for this name that the target's roots vouch for is taken.
   * @throws NetError `ERR_NET_CERTIFICATE` for any other certificate
   */
  tls(port: number, { pin, ...options }: ConnectOptions & { pin?: string } = {}): Promise<Connection> {
    return this.#step(`connect to port ${port} by TLS`, async () => {
      const place = this.#place(port, options);
      const socket = await dialTls(place);
      const certificate = certificateOf(socket);
      try {
        requireExpected(whereOf('TLS', place), certificate, pin);
      } catch (error) {
        socket.destroy();
        throw error;
      }
      return this.#kept(new Connection(socket, whereOf('TLS', place), this.#step, certificate));
    });
  }

  /**
   * Asks by UDP, again each second until the answer comes.
   *
   * @param question one datagram
   * @param options `timeout`: milliseconds until the answer must have come, 10,000 by default; `isAnswer`: which datagram is one, any by default
   * @returns the datagram that answers
   * @throws NetError `ERR_NET_TIMEOUT`, or `ERR_NET_REFUSED` where nothing listens
   */
  udp(port: number, question: Uint8Array, { isAnswer = () => true, ...options }: ConnectOptions & { isAnswer?: (bytes: Buffer) => boolean } = {}): Promise<Buffer> {
    return this.#step(`ask port ${port} by UDP`, () => askByDatagram(this.#place(port, options), question, isAnswer));
  }

  /** Ends every connection that is still open. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map(connection => connection.close()));
    this.#open.clear();
  }

  #place(port: number, { host = this.#host, timeout = defaultTimeout }: ConnectOptions): Place {
    return { target: this.#target, host, port, timeout };
  }

  #kept(connection: Connection): Connection {
    this.#open.add(connection);
    return connection;
  }
}

function requireNone(place: Place): never {
  requireExpected(whereOf('TLS', place), undefined, undefined);
  throw new Error('unreachable: a certificate that is missing is refused');
}
