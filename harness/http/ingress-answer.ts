/** Tells an ingress's own answer from the app's: before a route is there, "404" says nothing about the app. */
import type { HttpResponse } from './response.ts';

/** Whole bodies that Traefik writes itself, by status. */
const traefik: Readonly<Record<number, string>> = {
  404: '404 page not found',
  502: 'Bad Gateway',
  503: 'no available server',
  504: 'Gateway Timeout',
};

/**
 * True when no app was asked: the ingress has no route yet, or no task behind it.
 *
 * @param response any answer that came through the ingress of the lab or Traefik's
 * @returns whether the ingress itself made it; an app's own 404 or 502 is not one
 * @example
 * const gone = await api.get('/deleted');
 * expect(gone.status === 404 && !isIngressOwnAnswer(gone)).toBe(true);
 */
export function isIngressOwnAnswer(response: HttpResponse): boolean {
  // The lab's ingress says so itself; an app never sets this header.
  if (response.headers['x-lab'] !== undefined) return true;
  const body = response.bytes.length > 64 ? undefined : response.text().trim();
  // Traefik names no server. An app's own answer through it carries the headers of the app.
  return body !== undefined && body === traefik[response.status] && response.headers['server'] === undefined
    && (response.headers['content-type'] ?? 'text/plain').startsWith('text/plain');
}
