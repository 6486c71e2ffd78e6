/** Hands requests on to the real ingress, and answers back, with one thing changed on the way. */
import type { IncomingMessage } from 'node:http';
import tls from 'node:tls';
import { type Dispatcher, request as send } from 'undici';
import { connectTo, type Reachable, trusted } from '../../http/connect.ts';
import type { Behaviour } from './proxy.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What is changed on the way; whatever it returns instead of a body goes on in its place. */
export interface Change {
  request?(asked: Asked): Promise<Buffer | undefined> | Buffer | undefined;
  answer?(answered: Answered, asked: Asked): Promise<Buffer | undefined> | Buffer | undefined;
}

/** What belongs to one connection, or is counted anew when a body is changed. Compression is not asked for: a body must be readable. */
const ofConnection = new Set([
  'connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'expect', 'content-length', 'accept-encoding', 'http2-settings',
]);

/** The behaviour of the app itself but for the change; close it when done. */
export function changed(target: Reachable, change: Change, port = 443): Behaviour & { close(): Promise<void> } {
  const agent = connectTo(target);
  return {
    async answer(request, response, body) {
      const asked: Asked = { method: request.method ?? 'GET', path: request.url ?? '/', headers: request.headers, body };
      const answered = await ask(agent, { ...asked, body: await change.request?.(asked) ?? body }, port);
      const sent = await change.answer?.(answered, asked) ?? answered.body;
      const bodiless = asked.method === 'HEAD' || answered.status === 204 || answered.status === 304;
      response.writeHead(answered.status, { ...kept(answered.headers), ...(bodiless ? {} : { 'content-length': sent.length }) });
      response.end(bodiless ? undefined : sent);
    },
    upgrade: (request, socket, head) => {
      const name = hostOf(request);
      const onward = tls.connect({ host: target.address ?? name, port, servername: name, ...(target.ca === undefined ? {} : { ca: trusted(target.ca) }) }, () => {
        const headers = Array.from({ length: request.rawHeaders.length / 2 }, (_, at) => `${request.rawHeaders[2 * at] ?? ''}: ${request.rawHeaders[2 * at + 1] ?? ''}`);
        onward.write([`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
        onward.write(head);
        socket.pipe(onward).pipe(socket);
      });
      for (const [one, other] of [[socket, onward], [onward, socket]] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    },
    close: () => agent.close(),
  };
}

async function ask(agent: Dispatcher, { method, path, headers, body }: Asked, port: number): Promise<Answered> {
  const host = String(headers['host'] ?? '');
  const answer = await send(`https://${host.replace(/:\d+$/, '')}:${port}${path}`, {
    dispatcher: agent, method, headers: kept(headers), body: body.length > 0 ? body : null,
  });
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.from(await answer.body.arrayBuffer()) };
}

function kept(headers: Asked['headers']): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined && !ofConnection.has(entry[0])));
}

function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '');
}
