/** The HTTP client of tests and hooks: knows the target's names and CA, and shows redirects instead of following them. */
import { type Dispatcher, request as send } from 'undici';
import { HarnessError } from '../errors.ts';
import { observe } from '../observed.ts';
import { type BodyOptions, encodeBody } from './body.ts';
import { connectTo, type Reachable } from './connect.ts';
import { whenConnected } from './connected.ts';
import { CookieJar } from './cookies.ts';
import { HttpNetworkError } from './errors.ts';
import { lowerCase, redirected, withoutCredentials } from './request-headers.ts';
import { HttpResponse } from './response.ts';
import { type Learn, ofSetCookies, ofUrl, tokensIn } from './session-values.ts';
import { WebSocketConnection, type WebSocketOptions } from './web-socket.ts';

export interface HttpOptions {
  /** What relative paths are resolved against: usually the app's URL. */
  baseURL?: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Runs each request under its title, `GET /posts`: how a request becomes a step of the report. */
  step?: <T>(title: string, body: () => Promise<T>) => Promise<T>;
  /** Told of what an answer gives that opens a session: cookies, and the code of a redirect. */
  learn?: Learn;
}

/** What one request may have besides its body: headers, a time-out, redirects. */
export interface RequestOptions extends BodyOptions {
  /** Names in any case; they replace the client's own. */
  headers?: Record<string, string>;
  /** Milliseconds for the whole request, body included. Default 30,000. */
  timeout?: number;
  /** How many redirects to follow. Default none: a redirect is an answer like any other. */
  follow?: number;
}

/**
 * Makes a client for a target.
 * @example
 * const http = createHttp(target, { baseURL: app.url });
 * const page = (await http.get('/hello.html')).expectStatus(200).text();
 */
export function createHttp(target: Reachable, options: HttpOptions = {}): HttpClient {
  return new HttpClient(connectTo(target), options, undefined);
}

/**
 * Asks an app over HTTP, as somebody outside would: with the target's names and root certificate, without following redirects
 * unasked, without cookies until `withCookies()`. Paths are relative to the app's URL.
 *
 * @throws HttpNetworkError from every request that has no answer; a status is never thrown, whatever it is
 * @example
 * const author = api.as({ headers: { authorization: `Bearer ${token}` } });
 * const { id } = (await author.post('/posts', { json: { title } })).expectStatus(201).json<{ id: string }>();
 */
export class HttpClient {
  readonly baseURL: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The cookies of this client; undefined until `withCookies()`. */
  readonly cookies: CookieJar | undefined;
  readonly #agent: Dispatcher;
  readonly #step: HttpOptions['step'];
  readonly #learn: Learn | undefined;
  /** Of all clients that share the connections. */
  readonly #webSockets: Set<WebSocketConnection>;

  constructor(agent: Dispatcher, options: HttpOptions, cookies: CookieJar | undefined, webSockets = new Set<WebSocketConnection>()) {
    this.#agent = agent;
    this.#webSockets = webSockets;
    this.#step = options.step;
    this.#learn = options.learn;
    this.baseURL = options.baseURL;
    this.headers = options.headers ?? {};
    this.cookies = cookies;
  }

  /** The same client with further headers, an access token say; cookies, where kept, are shared. */
  as({ headers }: { headers: Record<string, string> }): HttpClient {
    return new HttpClient(this.#agent, this.#options({ ...this.headers, ...headers }), this.cookies, this.#webSockets);
  }

  /** The same client with an empty cookie jar of its own. */
  withCookies(): HttpClient {
    return new HttpClient(this.#agent, this.#options(this.headers), new CookieJar(), this.#webSockets);
  }

  /** Ends the connections of this client and of all derived from it, WebSockets included. */
  async close(): Promise<void> {
    await Promise.all([...this.#webSockets].map(each => each.close()));
    await this.#agent.close();
  }

  delete(path: string, options?: RequestOptions): Promise<HttpResponse> { return this.request('DELETE', path, options); }
  get(path: string, options?: RequestOptions): Promise<HttpResponse> { return this.request('GET', path, options); }
  head(path: string, options?: RequestOptions): Promise<HttpResponse> { return this.request('HEAD', path, options); }
  patch(path: string, options?: RequestOptions): Promise<HttpResponse> { return this.request('PATCH', path, options); }
  post(path: string, options?: RequestOptions): Promise<HttpResponse> { return this.request('POST', path, options); }
  put(path: string, options?: RequestOptions): Promise<HttpResponse> { return this.request('PUT', path, options); }

  /**
   * Opens a WebSocket as this client: the target's names and trust, these headers and cookies, and the app's own origin.
   *
   * @param path relative to the client's base URL, or an absolute URL of http or https
   * @param options headers, subprotocols, and the milliseconds until it must be open
   * @returns the open WebSocket; it is closed with the client at the latest
   * @throws WebSocketRefusedError when the app answers, but with another status than 101
   * @throws HttpNetworkError when it does not answer
   * @example
   * const socket = await user.webSocket('/events');
   * (await socket.message('the note was made', message => message.text().includes(note))).json();
   */
  webSocket(path: string, options: WebSocketOptions = {}): Promise<WebSocketConnection> {
    const open = () => this.#webSocket(path, options);
    return this.#step ? this.#step(`WebSocket ${path}`, open) : open();
  }

  /** Any method, for those that have no name here. */
  request(method: string, pathOrUrl: string, options: RequestOptions = {}): Promise<HttpResponse> {
    const send = () => this.#request(method, pathOrUrl, options);
    return this.#step ? this.#step(`${method.toUpperCase()} ${pathOrUrl}`, send) : send();
  }

  async #request(method: string, pathOrUrl: string, options: RequestOptions): Promise<HttpResponse> {
    const follow = options.follow ?? 0;
    const hops: string[] = [];
    let next = { method: method.toUpperCase(), url: this.#resolve(pathOrUrl), options };
    for (;;) {
      const response = await this.#once(next.method, next.url, next.options, hops);
      if (hops.length >= follow || !response.location || ![301, 302, 303, 307, 308].includes(response.status)) return response;
      hops.push(next.url.href);
      next = redirected(next, response.status, new URL(response.location));
    }
  }

  async #once(method: string, url: URL, options: RequestOptions, hops: readonly string[]): Promise<HttpResponse> {
    const timeout = options.timeout ?? 30_000;
    const { body, contentType } = encodeBody(options);
    const headers = this.#headersFor(url, contentType ? { 'content-type': contentType } : {}, options.headers);
    // What is left of a deadline is rarely whole, and only whole milliseconds are taken.
    const signal = AbortSignal.timeout(Math.ceil(timeout));
    let connected = false;
    const exchange = {};
    observe({ kind: 'request', exchange, method, url: url.href, headers, body: options });
    try {
      const sent = send(url, {
        dispatcher: whenConnected(this.#agent, () => { connected = !signal.aborted; }),
        method: method,
        headers,
        body: body ?? null,
        signal,
      });
      // A request that still waits for its connection does not hear the signal.
      const answer = await Promise.race([sent, abortOf(signal)]);
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      const response = toResponse(method, url, answer, bytes, hops);
      this.cookies?.store(url, response.setCookies);
      observe({ kind: 'answer', exchange, status: response.status, headers: response.headers, bytes });
      this.#tell(url, response);
      return response;
    } catch (cause) {
      throw new HttpNetworkError(method, url.href, cause, { timeoutSeconds: timeout / 1_000, connected });
    }
  }

  async #webSocket(path: string, { headers, protocols = [], timeout = 30_000 }: WebSocketOptions): Promise<WebSocketConnection> {
    const url = this.#resolve(path);
    const opened = await WebSocketConnection.open({
      dispatcher: this.#agent, url, protocols, timeout,
      headers: this.#headersFor(url, { origin: url.origin }, headers),
      step: this.#step ?? ((_title, body) => body()),
      onAnswer: answer => {
        this.cookies?.store(url, answer.setCookies);
        this.#tell(url, answer);
      },
      onText: text => {
        for (const { value, what } of tokensIn(text)) this.#learn?.(value, what);
      },
    });
    this.#webSockets.add(opened);
    return opened;
  }

  #headersFor(url: URL, byDefault: Record<string, string>, given: Readonly<Record<string, string>> = {}): Record<string, string> {
    // A token of the client belongs to its own origin; another host sees only what the call itself gave.
    const own = this.baseURL === undefined || new URL(this.baseURL).origin === url.origin ? this.headers : withoutCredentials(this.headers);
    const headers = lowerCase(byDefault, own, given);
    const cookie = this.cookies?.headerFor(url);
    if (cookie) headers['cookie'] ??= cookie;
    return headers;
  }

  #options(headers: Readonly<Record<string, string>>): HttpOptions {
    return {
      ...(this.baseURL === undefined ? {} : { baseURL: this.baseURL }), ...(this.#step ? { step: this.#step } : {}), ...(this.#learn ? { learn: this.#learn } : {}), headers,
    };
  }

  #tell(url: URL, { setCookies, headers }: HttpResponse): void {
    if (this.#learn === undefined) return;
    const location = headers['location'];
    const redirect = location !== undefined && URL.canParse(location, url) ? ofUrl(new URL(location, url).href) : [];
    for (const { value, what } of [...ofSetCookies(setCookies, url.hostname), ...redirect]) this.#learn(value, what);
  }

  #resolve(pathOrUrl: string): URL {
    try {
      return new URL(pathOrUrl, this.baseURL);
    } catch (cause) {
      throw new HarnessError({
        code: 'ERR_HTTP_URL', fault: 'user',
        message: `"${pathOrUrl}" is not a URL${this.baseURL === undefined ? ', and this client has no base URL for paths' : ''}.`,
        wayOut: 'Give an absolute URL, or a path to a client made with `baseURL`.',
        cause,
      });
    }
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}

function toResponse(method: string, url: URL, answer: Dispatcher.ResponseData, bytes: Buffer, hops: readonly string[]): HttpResponse {
  const { 'set-cookie': setCookie = [], ...rest } = answer.headers;
  const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, [value ?? []].flat().join(', ')]));
  return new HttpResponse({ method, url: url.href, status: answer.statusCode, headers, setCookies: [setCookie].flat(), bytes, hops: [...hops] });
}
