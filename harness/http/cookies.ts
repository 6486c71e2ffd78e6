/** A cookie jar for one client: what a server set is sent back where it belongs. */
import { parseCookie } from 'undici';

interface Cookie {
  name: string;
  /** As it came, quotes and escapes included: servers compare bytes. */
  value: string;
  domain: string;
  hostOnly: boolean;
  path: string;
  secure: boolean;
  expires: number;
}

export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Takes the `Set-Cookie` lines of an answer from `url`. */
  store(url: URL, setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const parsed = parseCookie(line);
      const pair = line.split(';', 1)[0] ?? '';
      const equals = pair.indexOf('=');
      if (!parsed || equals < 1) continue;
      const asked = parsed.domain?.replace(/^\./, '').toLowerCase();
      if (asked && !domainMatches(url.hostname, asked)) continue;
      const cookie: Cookie = {
        name: pair.slice(0, equals).trim(),
        value: pair.slice(equals + 1).trim(),
        domain: asked ?? url.hostname,
        hostOnly: !asked,
        path: parsed.path?.startsWith('/') ? parsed.path : defaultPath(url.pathname),
        secure: parsed.secure ?? false,
        expires: expiry(parsed, this.#now()),
      };
      const key = `${cookie.domain}|${cookie.path}|${cookie.name}`;
      if (cookie.expires <= this.#now()) this.#cookies.delete(key);
      else this.#cookies.set(key, cookie);
    }
  }

  /** The `Cookie` header for a request to `url`; the most specific path comes first. */
  headerFor(url: URL): string | undefined {
    const matching = [...this.#cookies.values()].filter(cookie =>
      cookie.expires > this.#now()
      && (cookie.hostOnly ? url.hostname === cookie.domain : domainMatches(url.hostname, cookie.domain))
      && pathMatches(url.pathname, cookie.path)
      && (!cookie.secure || url.protocol === 'https:'));
    matching.sort((a, b) => b.path.length - a.path.length);
    return matching.length ? matching.map(cookie => `${cookie.name}=${cookie.value}`).join('; ') : undefined;
  }

  /** The value of a cookie by name, when it was set. */
  get(name: string): string | undefined {
    return [...this.#cookies.values()].find(cookie => cookie.name === name)?.value;
  }
}

function expiry(cookie: { maxAge?: number | null; expires?: Date | number | null }, now: number): number {
  if (typeof cookie.maxAge === 'number') return now + cookie.maxAge * 1_000;
  if (cookie.expires !== undefined && cookie.expires !== null) return new Date(cookie.expires).getTime();
  return Number.POSITIVE_INFINITY;
}

function domainMatches(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

function pathMatches(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function defaultPath(path: string): string {
  const last = path.lastIndexOf('/');
  return last <= 0 ? '/' : path.slice(0, last);
}
