/** What a browser's users have in their hands while a test runs: told of, so that whatever is said of the test can be masked. */
import type { Browser, BrowserContext } from '@playwright/test';
import { type Learn, ofCookie, ofUrl } from '../http/session-values.ts';

/** Of every context, those that tests make included: codes as they pass, and the cookies that are there when it is closed. */
export function watchSessions(browser: Pick<Browser, 'on'>, learn: Learn): void {
  browser.on('context', context => {
    context.on('request', request => {
      for (const { value, what } of ofUrl(request.url())) learn(value, what);
    });
    tellAtClose(context, learn);
  });
}

/** A test's failure is told after its contexts are closed. */
function tellAtClose(context: BrowserContext, learn: Learn): void {
  const close = context.close.bind(context);
  context.close = async options => {
    // One that is closed already, or whose browser is gone, has none any more.
    const cookies = await context.cookies().catch(() => []);
    for (const { value, what } of cookies.flatMap(ofCookie)) learn(value, what);
    await close(options);
  };
}
