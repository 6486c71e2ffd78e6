/** What can go wrong with a WebSocket once the app was reached: it refuses it, ends it, or says nothing. */
import { HarnessError } from '../errors.ts';
import { describe } from './errors.ts';
import type { HttpResponse } from './response.ts';

/**
 * The app was reached and opened no WebSocket: it answered the handshake with another status than 101, or not as the protocol wants it.
 * Thrown by `HttpClient.webSocket`. Code `ERR_WEBSOCKET_REFUSED`, the recipe's fault; `status` is a field.
 */
export class WebSocketRefusedError extends HarnessError {
  readonly status: number;

  constructor(answer: HttpResponse) {
    super({
      code: 'ERR_WEBSOCKET_REFUSED', fault: 'recipe',
      message: answer.status === 101 ? `The WebSocket ${answer.url} was opened by the app, but not by the rules of the protocol.` : `The WebSocket ${answer.url} was refused: the app answered ${answer.status}, not 101.`,
      wayOut: 'Compare path, cookies and origin with what the app\'s own page sends; if this refusal is right, expect it.',
      detail: describe(answer),
      facts: { url: answer.url, status: answer.status },
    });
    this.status = answer.status;
  }
}

/**
 * A WebSocket that was open does not give what is asked of it: the app has ended it (`ERR_WEBSOCKET_CLOSED`, with `closed`), or no
 * message that fits has come within the time (`ERR_WEBSOCKET_SILENT`). The recipe's fault.
 */
export class WebSocketError extends HarnessError {
  /** How it was ended; undefined while it is open. */
  readonly closed: WebSocketClosed | undefined;

  constructor(what: { url: string; wanted: string; closed?: WebSocketClosed | undefined; seconds?: number; seen: readonly string[] }) {
    const { url, wanted, closed, seconds = 0, seen } = what;
    super({
      code: closed ? 'ERR_WEBSOCKET_CLOSED' : 'ERR_WEBSOCKET_SILENT', fault: 'recipe',
      message: closed
        ? `The WebSocket ${url} is closed (${closed.code}${closed.reason === '' ? '' : `, ${closed.reason}`}): ${wanted}.`
        : `The WebSocket ${url} has said nothing that fits within ${seconds} s: ${wanted}. Other messages that came: ${seen.length}.`,
      wayOut: 'Look at the messages below and at the log of the service; what is to be heard must be caused after the WebSocket is open.',
      detail: seen.slice(-5).map(text => text.slice(0, 300)).join('\n'),
      facts: { url, wanted, others: seen.length, ...(closed ?? {}) },
    });
    this.closed = closed;
  }
}

/** How a WebSocket ended, in the protocol's own numbers: 1000 is as agreed, 1006 a connection that broke. */
export interface WebSocketClosed {
  readonly code: number;
  readonly reason: string;
}
