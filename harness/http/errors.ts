/** What can go wrong with a request: no answer, or an answer that was not expected. */
import { HarnessError, type Fault } from '../errors.ts';
import type { HttpResponse } from './response.ts';

/**
 * The app answered, with a status nobody expected; thrown by `HttpResponse.expectStatus`. Code `ERR_HTTP_STATUS`, the recipe's fault.
 * `method`, `url` and `status` are fields; the answer's headers and the head of its body are in the detail.
 */
export class HttpStatusError extends HarnessError {
  readonly method: string;
  readonly url: string;
  readonly status: number;

  constructor(response: HttpResponse, expected: readonly number[]) {
    super({
      code: 'ERR_HTTP_STATUS',
      fault: 'recipe',
      message: `${response.method} ${response.url} answered ${response.status}, not ${expected.join(' or ')}.`,
      wayOut: 'Look at the answer below and at the log of the service; if this status is right, expect it.',
      detail: describe(response),
      facts: { method: response.method, url: response.url, status: response.status, expected },
    });
    this.method = response.method;
    this.url = response.url;
    this.status = response.status;
  }
}

/**
 * No answer came: a refused or missing connection, an unknown name, a certificate that is not trusted, silence on a connection
 * that stands, or one that broke after the request went out. Thrown by every request of an HttpClient. `kind` says which, and so does
 * the code: `ERR_HTTP_CONNECTION`, `_NAME`, `_CERTIFICATE`, `_TIMEOUT`, `_BROKEN`. The last two are the recipe's fault, the others are
 * the environment's.
 */
export class HttpNetworkError extends HarnessError {
  readonly kind: 'certificate' | 'name' | 'timeout' | 'connection' | 'broken';
  /** The connection stood, TLS included, and the request went out over it. */
  readonly connected: boolean;

  constructor(method: string, url: string, cause: unknown, asked: Asked) {
    const { kind, reason } = classify(cause, asked);
    super({
      code: `ERR_HTTP_${kind.toUpperCase()}`,
      fault: faults[kind],
      message: `${method} ${url}: ${reason}.`,
      wayOut: waysOut[kind],
      facts: { method, url, kind },
      cause,
    });
    this.kind = kind;
    this.connected = asked.connected;
  }
}

/** How far a request got before it failed. */
export interface Asked {
  readonly timeoutSeconds: number;
  /** The connection stood, TLS included, and the request went out over it. */
  readonly connected: boolean;
}

/**
 * The one rule: an ingress that lets a request in has done its part, so what comes of it is the app's; all before is not. An answer that
 * breaks off is therefore the app's as silence is: for an app that it does not reach, the ingress has an answer of its own. One that
 * goes down itself cannot be told apart by a single request; whoever waits asks again, and then finds no connection.
 */
const faults = { certificate: 'environment', name: 'environment', timeout: 'recipe', connection: 'environment', broken: 'recipe' } as const satisfies Record<string, Fault>;

const waysOut = {
  certificate: "Check `ca` in [target] of harness.toml, or wait until the ingress has its certificate; certificate errors are never ignored.",
  name: 'Check `zone` and `address` in [target] of harness.toml: every name of the zone must reach the ingress.',
  timeout: 'Look at the log of the service: the connection was there, the answer was not.',
  broken: 'Look at the log of the service: it may have died over this request, or closed the connection before it had answered.',
  connection: 'Check that the ingress of the target is up and reachable from here.',
} as const;

function classify(cause: unknown, { timeoutSeconds, connected }: Asked): { kind: HttpNetworkError['kind']; reason: string } {
  const { code = '', message = String(cause), name = '' } = (cause ?? {}) as { code?: string; message?: string; name?: string };
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code)) return { kind: 'certificate', reason: `the certificate is not trusted (${message})` };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'name', reason: `the name is not known (${code})` };
  const late = name === 'TimeoutError' || /TIMEOUT|TIMEDOUT/.test(code);
  if (late && connected) return { kind: 'timeout', reason: `no answer within ${timeoutSeconds} s` };
  if (late) return { kind: 'connection', reason: `no connection came about (${code || `${timeoutSeconds} s`})` };
  if (connected) return { kind: 'broken', reason: `the connection broke before the answer was whole (${code || message})` };
  return { kind: 'connection', reason: `the connection failed (${code || message})` };
}

/** Status line, headers and the head of the body: what a person needs to see of an answer. */
export function describe(response: HttpResponse): string {
  const headers = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
  const text = response.bytes.subarray(0, 600).toString('utf8');
  const body = /\u0000|\uFFFD/.test(text) ? `(${response.bytes.length} bytes, not text)` : text || '(empty body)';
  return [`HTTP ${response.status}`, ...headers, ...response.setCookies.map(cookie => `set-cookie: ${cookie}`), '', body].join('\n');
}
