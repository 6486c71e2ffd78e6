/** A server that answers what a test has foreseen, in that order, and nothing else: a request too many, or another one, fails the test. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Foreseen {
  /** "POST /admin/realms" */
  request: string;
  status?: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string | string[]>;
  /** Ends the connection once the request has come, without an answer. */
  cut?: true;
}

export interface Seen {
  request: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export class StrictServer {
  readonly url: string;
  readonly seen: Seen[] = [];
  readonly target = { zone: 'zone.test' };
  readonly #server: http.Server;
  readonly #unforeseen: string[] = [];
  #foreseen: Foreseen[] = [];

  static async start(): Promise<StrictServer> {
    const server = http.createServer();
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    return new StrictServer(server);
  }

  private constructor(server: http.Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.#answer(request, response, Buffer.concat(chunks).toString('utf8')));
    });
  }

  /** What comes next, in this order. */
  foresee(...answers: Foreseen[]): void {
    this.#foreseen = answers;
    this.seen.length = 0;
    this.#unforeseen.length = 0;
  }

  /** Throws unless all that was foreseen was asked, and nothing else. */
  allAsked(): void {
    if (this.#unforeseen.length > 0) throw new Error(`Not foreseen: ${this.#unforeseen.join(', ')}`);
    if (this.#foreseen.length > 0) throw new Error(`Never asked: ${this.#foreseen.map(({ request }) => request).join(', ')}`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>(closed => this.#server.close(() => closed()));
  }

  #answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const asked = `${request.method ?? ''} ${request.url ?? ''}`;
    this.seen.push({ request: asked, headers: request.headers, body });
    const next = this.#foreseen[0];
    if (next?.request !== asked) {
      this.#unforeseen.push(asked);
      response.writeHead(599).end();
      return;
    }
    this.#foreseen.shift();
    if (next.cut) { request.socket.destroy(); return; }
    const { status = 200, json, text = '', headers = {} } = next;
    response.writeHead(status, { 'content-type': json === undefined ? 'text/html' : 'application/json', ...headers });
    response.end(status === 204 ? undefined : json === undefined ? text : JSON.stringify(json));
  }
}
