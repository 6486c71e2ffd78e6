/** The two impostors where an app speaks on ports of its own: they know no protocol, and say what the app itself has said, or what they are told. */
import type { Duplex } from 'node:stream';
import type { Reachable } from '../../http/connect.ts';
import { dialTcp, dialTls } from '../../net/dial.ts';
import { NetError } from '../../net/errors.ts';
import type { Published } from '../../recipe/ports.ts';

/** How a broken port answers; TLS has been ended already. */
export interface PortBehaviour {
  /** Whether it waits for the client: one that begins with TLS is then met with TLS. */
  listensFirst(port: number): boolean;
  connection(socket: Duplex, port: number): void;
  datagram(bytes: Buffer, port: number): Buffer;
}

/** What the app says to somebody who says nothing, by port. */
export interface FirstWords {
  readonly tls: boolean;
  readonly words: Buffer;
}

/** The counterpart of the front page: the app's own first words, at once and again to everything that it is told. */
export function firstWords(known: ReadonlyMap<number, FirstWords>): PortBehaviour {
  const wordsOf = (port: number): Buffer => known.get(port)?.words ?? Buffer.alloc(0);
  return {
    listensFirst: port => known.get(port)?.tls ?? true,
    connection(socket, port) {
      socket.write(wordsOf(port));
      socket.on('data', () => socket.write(wordsOf(port)));
    },
    datagram: (bytes, port) => wordsOf(port).length > 0 ? wordsOf(port) : Buffer.alloc(bytes.length),
  };
}

/** Gives back what it is told. */
export const portEcho: PortBehaviour = {
  listensFirst: () => true,
  connection: socket => { socket.pipe(socket); },
  datagram: bytes => bytes,
};

/** Whoever speaks first has done so when nothing has come for so long, in milliseconds. */
const silenceMs = 1_000;

export async function hearFirstWords(target: Reachable, host: string, ports: readonly Published[]): Promise<Map<number, FirstWords>> {
  const heard = new Map<number, FirstWords>();
  for (const { port } of ports.filter(({ protocol }) => protocol === 'tcp')) {
    const place = { target, host, port, timeout: 5_000 };
    const secure = await dialTls(place).catch((error: unknown) => {
      if (error instanceof NetError) return undefined;
      throw error;
    });
    const socket = secure ?? await dialTcp(place);
    const words: Buffer[] = [];
    await new Promise<void>(resolve => {
      socket.on('data', (part: Buffer) => words.push(part)).on('error', () => resolve()).on('close', () => resolve());
      socket.setTimeout(silenceMs, () => resolve());
    });
    socket.destroy();
    heard.set(port, { tls: secure !== undefined, words: Buffer.concat(words) });
  }
  return heard;
}
