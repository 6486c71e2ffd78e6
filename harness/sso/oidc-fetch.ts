/** The fetch that openid-client speaks through: the target's names and CA, and a provider that is down told as such. */
import type { CustomFetch, FetchBody } from 'openid-client';
import { HarnessError } from '../errors.ts';
import type { HttpClient } from '../http/client.ts';
import { reaching } from './errors.ts';

export function fetchOver(http: HttpClient, provider: { name: string; url: string }): CustomFetch {
  return async (url, { method, headers, body }) => {
    const sent = textOf(body);
    const { pathname } = new URL(url);
    const answer = await reaching(provider, `${method} ${pathname}`,
      () => http.request(method, url, { headers, ...(sent === undefined ? {} : { body: sent }) }));
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : new Uint8Array(answer.bytes), { status: answer.status, headers: answer.headers });
  };
}

/** What the client sends is a form or nothing; its content type is among the headers already. */
function textOf(body: FetchBody): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new HarnessError({
    code: 'ERR_OIDC_BODY', fault: 'harness',
    message: 'openid-client sends a body that is no text.',
    wayOut: 'Teach harness/sso/oidc-fetch.ts this kind of body.',
  });
}
