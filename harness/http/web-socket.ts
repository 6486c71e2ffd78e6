/** One WebSocket of a client, as its requests are: the target's names and trust, its cookies and headers. Messages are kept until they are asked for. */
import { type Dispatcher, WebSocket } from 'undici';
import { observe } from '../observed.ts';
import { HttpNetworkError } from './errors.ts';
import { type Handshake, observed } from './handshake.ts';
import { HttpResponse } from './response.ts';
import { type WebSocketClosed, WebSocketError, WebSocketRefusedError } from './web-socket-errors.ts';
import { WebSocketMessage } from './web-socket-message.ts';

/** How a WebSocket is opened. */
export interface WebSocketOptions {
  /** Names in any case; they replace the client's own. Without `origin` it is the app's own, as from its own page. */
  headers?: Record<string, string>;
  /** Subprotocols, the one that is liked best first. */
  protocols?: readonly string[];
  /** Milliseconds until it must be open. Default 30,000. */
  timeout?: number;
}

interface Opening {
  readonly dispatcher: Dispatcher;
  /** As https: what cookies and origins are told by. */
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly protocols: readonly string[];
  readonly timeout: number;
  readonly step: <T>(title: string, body: () => Promise<T>) => Promise<T>;
  /** Told of the answer to the handshake. */
  readonly onAnswer: (answer: HttpResponse) => void;
  /** Told of each text that comes. */
  readonly onText: (text: string) => void;
}

/**
 * A WebSocket that is open, from `HttpClient.webSocket`; closed with its client at the latest. Each message waits until it is asked
 * for, so that none is missed that comes before the question.
 *
 * @example
 * const push = await owner.webSocket('/rest/push?pushRef=' + unique('push'));
 * await caller.post('/webhook/orders', { json: { id } });
 * const done = await push.message('the execution has finished', message => message.json<{ type: string }>().type === 'executionFinished');
 */
export class WebSocketConnection {
  readonly url: string;
  readonly #socket: WebSocket;
  readonly #step: Opening['step'];
  readonly #exchange: object;
  readonly #kept: WebSocketMessage[] = [];
  #opened = false;
  #closed: WebSocketClosed | undefined;
  /** Called when a message or the end has come. */
  #wake: (() => void)[] = [];

  private constructor(socket: WebSocket, { url, step, onText }: Opening, exchange: object) {
    this.#socket = socket;
    this.#step = step;
    this.#exchange = exchange;
    this.url = asWebSocket(url).href;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      this.#opened = true;
      this.#awake();
    });
    socket.addEventListener('message', ({ data }: { data: unknown }) => {
      const message = new WebSocketMessage(data as string | ArrayBuffer);
      observe({ kind: 'message', exchange, bytes: message.bytes });
      if (!message.binary) onText(message.text());
      this.#kept.push(message);
      this.#awake();
    });
    socket.addEventListener('close', ({ code, reason }) => {
      this.#closed = { code, reason };
      this.#awake();
    });
  }

  /** Not for specs: `api.webSocket()` knows what it takes. */
  static async open(opening: Opening): Promise<WebSocketConnection> {
    const { dispatcher, url, headers, protocols, timeout, onAnswer } = opening;
    const handshake: Handshake = { connected: false, answer: undefined, bytes: Buffer.alloc(0), failure: undefined };
    const exchange = {};
    observe({ kind: 'request', exchange, method: 'GET', url: url.href, headers, body: {} });
    const socket = new WebSocket(asWebSocket(url), { protocols: [...protocols], headers, dispatcher: observed(dispatcher, handshake) });
    const connection = new WebSocketConnection(socket, opening, exchange);
    const until = AbortSignal.timeout(Math.ceil(timeout));
    while (socket.readyState === WebSocket.CONNECTING && !until.aborted) await connection.#news(until);
    const { answer, bytes, connected, failure } = handshake;
    if (answer) {
      const response = new HttpResponse({ method: 'GET', url: url.href, ...answer, bytes, hops: [] });
      observe({ kind: 'answer', exchange, status: response.status, headers: response.headers, bytes });
      onAnswer(response);
      if (!connection.#opened) throw new WebSocketRefusedError(response);
    }
    if (connection.#opened) return connection;
    socket.close();
    throw new HttpNetworkError('WebSocket', url.href, until.aborted ? until.reason : failure ?? connection.#closed, { timeoutSeconds: timeout / 1_000, connected });
  }

  /** The subprotocol that the app has chosen; empty where none. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /**
   * Sends a text, or bytes as they are.
   * @throws WebSocketError where the WebSocket is closed
   */
  send(message: string | Uint8Array): void {
    if (this.#closed) throw this.#error('nothing can be sent any more');
    observe({ kind: 'sent message', exchange: this.#exchange, content: message });
    this.#socket.send(typeof message === 'string' ? message : new Uint8Array(message));
  }

  /** Sends a value as JSON. @throws WebSocketError where the WebSocket is closed */
  sendJson(value: unknown): void {
    this.send(JSON.stringify(value));
  }

  /**
   * The first message that fits and was not taken before, be it here already or still to come; the others stay for later questions.
   *
   * @param what what is waited for, as a person would say it: "the execution has finished"
   * @param fits whether it is this one; without it the next one is
   * @param options `timeout` in milliseconds, 30,000 by default
   * @throws WebSocketError when the time is over, or the app has ended the WebSocket
   */
  message(what: string, fits: (message: WebSocketMessage) => boolean = () => true, { timeout = 30_000 }: { timeout?: number } = {}): Promise<WebSocketMessage> {
    return this.#step(`WebSocket: ${what}`, () => this.#message(what, fits, timeout));
  }

  /** Ends it, and waits for the app to agree, a second at most. */
  async close(): Promise<WebSocketClosed> {
    this.#socket.close();
    const until = AbortSignal.timeout(1_000);
    while (!this.#closed && !until.aborted) await this.#news(until);
    return this.#closed ?? { code: 1006, reason: '' };
  }

  async #message(what: string, fits: (message: WebSocketMessage) => boolean, timeout: number): Promise<WebSocketMessage> {
    const until = AbortSignal.timeout(Math.ceil(timeout));
    for (let looked = 0; ;) {
      for (; looked < this.#kept.length; looked++) {
        const message = this.#kept[looked];
        if (!message || !fits(message)) continue;
        this.#kept.splice(looked, 1);
        return message;
      }
      if (this.#closed) throw this.#error(what);
      if (until.aborted) throw this.#error(what, timeout / 1_000);
      await this.#news(until);
    }
  }

  #news(until: AbortSignal): Promise<void> {
    return new Promise(wake => {
      this.#wake.push(wake);
      until.addEventListener('abort', () => wake(), { once: true });
    });
  }

  #awake(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const each of wake) each();
  }

  #error(wanted: string, seconds?: number): WebSocketError {
    const seen = this.#kept.map(message => message.binary ? `(${message.bytes.length} bytes)` : message.text());
    return new WebSocketError({ url: this.url, wanted, closed: this.#closed, seen, ...(seconds === undefined ? {} : { seconds }) });
  }
}

function asWebSocket(url: URL): URL {
  const own = new URL(url);
  own.protocol = url.protocol.replace('http', 'ws');
  return own;
}
