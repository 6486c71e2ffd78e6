/** Follows redirects as long as they stay with the app: from `/` to its start page, not to whoever logs people in. */
import type { HttpClient } from './client.ts';
import { HttpNetworkError } from './errors.ts';
import type { HttpResponse } from './response.ts';

export interface Followed {
  /** The last answer. */
  readonly response: HttpResponse;
  /** The redirects before it, as a person would tell them; '' when there were none. */
  readonly way: string;
  /** What to do when this answer is not the one that was wanted; undefined where the answer itself says it. */
  readonly wayOut?: string;
}

const atMost = 5;

export interface Following {
  /** The app's own. */
  readonly hosts: readonly string[];
  /** Statuses that end it: a redirect that is ready itself is not followed. */
  readonly ready: readonly number[];
  /** Milliseconds that the next request may take; none when the deadline has passed. */
  readonly left: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** @throws HttpNetworkError for a name that is unknown or a certificate that is not trusted: those are not the app's doing wherever it leads */
export async function followOwn(
  client: HttpClient, first: HttpResponse, { hosts, ready, left, signal }: Following,
): Promise<Followed> {
  let response = first;
  let way = '';
  for (let hop = 0; ; hop++) {
    const to = response.location === undefined || response.status < 301 || response.status > 308 ? undefined : new URL(response.location);
    if (to === undefined || ready.includes(response.status)) return { response, way };
    if (hosts.length === 0) return { response, way };
    const listed = `If that is the answer of an app that is ready, list ${response.status} in \`status\` under [health] of the recipe file.`;
    if (!hosts.includes(to.host)) return { response, way, wayOut: `The redirect leaves the app's own hosts, for ${to.host}. ${listed}` };
    if (hop >= atMost) return { response, way, wayOut: `The app redirects more than ${atMost} times in a row. ${listed}` };
    const told = `${response.status} to ${to.host === new URL(first.url).host ? to.pathname : to.origin + to.pathname}, then `;
    signal?.throwIfAborted();
    const timeout = left();
    if (timeout <= 0) return { response, way, wayOut: `The deadline had passed before the redirect to ${to.href} could be followed. ${listed}` };
    try {
      response = await client.get(to.href, { timeout });
      way += told;
    } catch (error) {
      // The app itself sent us there: that nobody answers is not the network's doing.
      if (error instanceof HttpNetworkError && error.kind !== 'name' && error.kind !== 'certificate') return { response, way, wayOut: `It redirects to ${to.href}, where no answer comes. ${listed}` };
      throw error;
    }
  }
}
