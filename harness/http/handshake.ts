/** The opening handshake of a WebSocket, as it went: undici itself tells nothing of a refusal. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** What is known of it so far. */
export interface Handshake {
  /** The connection stood, TLS included, and the request went out over it. */
  connected: boolean;
  /** What was answered: 101 where the protocol was switched. */
  answer: { status: number; headers: Record<string, string>; setCookies: string[] } | undefined;
  /** The head of a refusal's body. */
  bytes: Buffer;
  /** Why no answer came. */
  failure: Error | undefined;
}

const mostOfABody = 4_096;

/** The dispatcher, telling `handshake` of the one request that is made with it. */
export function observed(dispatcher: Dispatcher, handshake: Handshake): Dispatcher {
  const answered = (status: number, headers: IncomingHttpHeaders): void => {
    const { 'set-cookie': setCookie = [], ...rest } = headers;
    handshake.answer = {
      status, setCookies: [setCookie].flat(),
      headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, [value ?? []].flat().join(', ')])),
    };
  };
  return dispatcher.compose(dispatch => (options, handler) => dispatch(onHttp1(options), {
    onRequestStart(controller, context) {
      handshake.connected = true;
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade(controller, status, headers, socket) {
      answered(status, headers);
      handler.onRequestUpgrade?.(controller, status, headers, socket);
    },
    onResponseStart(controller, status, headers, message) {
      answered(status, headers);
      handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseData(controller, chunk) {
      if (handshake.bytes.length < mostOfABody) handshake.bytes = Buffer.concat([handshake.bytes, chunk]).subarray(0, mostOfABody);
      handler.onResponseData?.(controller, chunk);
    },
    onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
    onResponseError(controller, error) {
      handshake.failure = error;
      handler.onResponseError?.(controller, error);
    },
  }));
}

/** Few servers switch protocols over HTTP/2, and undici would try it first. */
function onHttp1(options: Dispatcher.DispatchOptions): Dispatcher.DispatchOptions {
  const own = { ...options, allowH2: false };
  return own;
}
