/** What a browser's users have in their hands while a test runs: told of, so that whatever is said of the test can be masked. */
import type { BrowserContext } from '@playwright/test';
import { type Learn, ofCookie, ofUrl } from '../http/session-values.ts';

/** Tells of codes as they pass; its result, called at the end, tells of the cookies that are there then. */
export function watchSessions(context: BrowserContext, learn: Learn): () => Promise<void> {
  context.on('request', request => {
    for (const { value, what } of ofUrl(request.url())) learn(value, what);
  });
  return async () => {
    // A context that the test has closed has none any more.
    const cookies = await context.cookies().catch(() => []);
    for (const { value, what } of cookies.flatMap(ofCookie)) learn(value, what);
  };
}
