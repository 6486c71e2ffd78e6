/** One question by UDP and its answer. Datagrams may get lost, so that it is asked again until the deadline. */
import dgram from 'node:dgram';
import { isIPv6 } from 'node:net';
import { promisify } from 'node:util';
import { lookupFor } from '../http/connect.ts';
import { observe } from '../observed.ts';
import { type Place, whereOf } from './dial.ts';
import { NetError, noConnection } from './errors.ts';

/** Milliseconds after which an unanswered datagram is sent again. */
const againMs = 1_000;

export async function askByDatagram(place: Place, question: Uint8Array, isAnswer: (bytes: Buffer) => boolean): Promise<Buffer> {
  const { port, timeout } = place;
  const where = whereOf('UDP', place);
  const address = await addressOf(place).catch((cause: unknown) => { throw noConnection(where, cause); });
  const socket = dgram.createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const exchange = {};
  let again: NodeJS.Timeout | undefined;
  let end: NodeJS.Timeout | undefined;
  let others = 0;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const ask = (): void => {
        observe({ kind: 'sent message', exchange, content: question });
        socket.send(question);
      };
      end = setTimeout(() => reject(new NetError('timeout', where, `no answer within ${timeout / 1_000} s${others > 0 ? `, but ${others} datagrams that are none` : ''}`)), timeout);
      socket.on('error', cause => reject(noConnection(where, cause)));
      socket.on('message', bytes => {
        observe({ kind: 'message', exchange, bytes });
        if (isAnswer(bytes)) resolve(bytes);
        else others += 1;
      });
      socket.connect(port, address, () => {
        ask();
        again = setInterval(ask, againMs);
      });
    });
  } finally {
    clearInterval(again);
    clearTimeout(end);
    socket.close();
  }
}

async function addressOf({ target, host }: Place): Promise<string> {
  const lookup = promisify(lookupFor(target)) as unknown as (host: string, options: { all: false }) => Promise<string>;
  return lookup(host, { all: false });
}
