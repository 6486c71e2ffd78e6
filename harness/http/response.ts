/** An answer as it came: status, headers, cookies and the exact bytes. */
import { HarnessError } from '../errors.ts';
import { describe, HttpStatusError } from './errors.ts';

export interface HttpAnswer {
  method: string;
  url: string;
  status: number;
  headers: Record<string, string>;
  setCookies: string[];
  bytes: Buffer;
  hops: string[];
}

/**
 * What was answered, whatever the status is.
 *
 * @example
 * const answer = (await api.get('/feed.json')).expectStatus(200);
 * expect(answer.headers['content-type']).toContain('json');
 * expect(answer.json<{ items: unknown[] }>().items).toHaveLength(1);
 */
export class HttpResponse {
  readonly method: string;
  /** The URL that answered: after redirects, when they were followed. */
  readonly url: string;
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma; `set-cookie` is in `setCookies`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw `Set-Cookie` lines. */
  readonly setCookies: readonly string[];
  /** The body, byte for byte as it was sent. */
  readonly bytes: Buffer;
  /** URLs that redirected here, in order; empty unless `follow` was asked for. */
  readonly hops: readonly string[];

  constructor(answer: HttpAnswer) {
    this.method = answer.method;
    this.url = answer.url;
    this.status = answer.status;
    this.headers = answer.headers;
    this.setCookies = answer.setCookies;
    this.bytes = answer.bytes;
    this.hops = answer.hops;
  }

  /** Where a redirect points, as an absolute URL. */
  get location(): string | undefined {
    const location = this.headers['location'];
    return location === undefined ? undefined : new URL(location, this.url).href;
  }

  /** The body as UTF-8. */
  text(): string {
    return this.bytes.toString('utf8');
  }

  /**
   * The body as JSON; its shape is what the caller claims, not checked.
   * @throws HarnessError `ERR_HTTP_NOT_JSON`, with the head of the body
   */
  json<T = unknown>(): T {
    try {
      return JSON.parse(this.text()) as T;
    } catch (cause) {
      throw new HarnessError({
        code: 'ERR_HTTP_NOT_JSON',
        fault: 'recipe',
        message: `${this.method} ${this.url} answered ${this.status} with a body that is not JSON.`,
        wayOut: 'Check path and Accept header; an HTML page here often means a login form or an error page.',
        detail: describe(this),
        cause,
      });
    }
  }

  /** Returns the response when it has one of these statuses, else throws an {@link HttpStatusError} that shows the answer. */
  expectStatus(...codes: number[]): this {
    if (!codes.includes(this.status)) throw new HttpStatusError(this, codes);
    return this;
  }
}
