/** Opens sockets to a target: its names go to its address, and each step has a deadline. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { lookupFor, type Reachable, trusted } from '../http/connect.ts';
import { NetError, noConnection } from './errors.ts';

export interface Place {
  readonly target: Reachable;
  readonly host: string;
  readonly port: number;
  /** Milliseconds until the connection stands, TLS included. */
  readonly timeout: number;
}

export const whereOf = (protocol: string, { host, port }: Pick<Place, 'host' | 'port'>): string => `${protocol} ${host}:${port}`;

export async function dialTcp({ target, host, port, timeout }: Place): Promise<net.Socket> {
  const where = whereOf('TCP', { host, port });
  const socket = net.connect({ host, port, lookup: lookupFor(target), noDelay: true });
  await opened(socket, 'connect', timeout, cause => cause === undefined
    ? new NetError('unreached', where, `no connection within ${timeout / 1_000} s`) : noConnection(where, cause));
  return socket;
}

/** The handshake comes to its end whatever the certificate is: whoever calls must judge it. */
export async function dialTls(place: Place): Promise<tls.TLSSocket> {
  const { target, host, port, timeout } = place;
  const where = whereOf('TLS', { host, port });
  const begun = performance.now();
  const plain = await dialTcp(place);
  const socket = tls.connect({
    socket: plain, rejectUnauthorized: false, ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ...(target.ca === undefined ? {} : { ca: trusted(target.ca) }),
    checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(host, certificate),
  });
  const left = Math.max(1, timeout - (performance.now() - begun));
  await opened(socket, 'secureConnect', left, cause => new NetError('handshake', where, cause === undefined
    ? `no TLS handshake within ${timeout / 1_000} s` : `the TLS handshake failed (${codeOf(cause)})`, cause));
  return socket;
}

function codeOf(cause: unknown): string {
  const { code, message = 'no reason given' } = cause as NodeJS.ErrnoException;
  return code ?? message;
}

/** Waits for the event; a socket that does not come so far is gone afterwards. */
async function opened(socket: net.Socket, event: string, timeout: number, failed: (cause: unknown) => NetError): Promise<void> {
  const signal = AbortSignal.timeout(Math.ceil(timeout));
  try {
    await once(socket, event, { signal });
  } catch (cause) {
    // Nobody is left to hear of what else becomes of it.
    socket.on('error', () => undefined).destroy();
    throw failed(signal.aborted ? undefined : cause);
  }
}
