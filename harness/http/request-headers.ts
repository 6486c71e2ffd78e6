/** What goes to whom: headers by layers, and what of a request goes on to where a redirect leads. */
import type { RequestOptions } from './client.ts';

export interface Hop { method: string; url: URL; options: RequestOptions }

/** The request that a browser would send next. */
export function redirected(from: Hop, status: number, url: URL): Hop {
  const { body: _body, json: _json, form: _form, multipart: _multipart, ...bodiless } = from.options;
  const becomesGet = status === 303 ? from.method !== 'HEAD' : status <= 302 && from.method === 'POST';
  const options = becomesGet ? bodiless : from.options;
  const headers = from.url.origin === url.origin ? options.headers : withoutCredentials(options.headers ?? {});
  return { method: becomesGet ? 'GET' : from.method, url, options: headers ? { ...options, headers } : options };
}

export function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(authorization|cookie|proxy-authorization|x-.*(token|key).*)$/i.test(name)));
}

export function lowerCase(...layers: Readonly<Record<string, string>>[]): Record<string, string> {
  return Object.fromEntries(layers.flatMap(layer => Object.entries(layer).map(([name, value]) => [name.toLowerCase(), value])));
}
