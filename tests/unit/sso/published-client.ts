/** What authentik's published client sends for a call: the yardstick for requests that no authentik here can judge. */
import * as published from '@goauthentik/api';

export type PublishedCall = (configuration: published.Configuration) => Promise<unknown>;

/** A request apart from the order of its query and of its body's keys. */
export function plain(line: string, body: string) {
  const [method, path = ''] = line.split(' ');
  const { pathname, searchParams } = new URL(path, 'https://authentik.test');
  return { method, pathname, query: Object.fromEntries(searchParams), body: body === '' ? undefined : JSON.parse(body) };
}

/** What the published client sends for a call. */
export async function sentBy(call: PublishedCall) {
  let sent: ReturnType<typeof plain> | undefined;
  await call(new published.Configuration({
    basePath: '/api/v3',
    fetchApi: async (url, init) => {
      sent = plain(`${init?.method ?? 'GET'} ${url as string}`, init?.body as string | undefined ?? '');
      return new Response(null, { status: 500 });
    },
  })).catch(() => undefined);
  return sent;
}
