/** A browser for one purpose and for a bounded time: what hangs ends with it. */
import type { Browser } from '@playwright/test';

/** Starts a browser, hands it to `body` and closes it; throws once all of it has taken more than `boundMs`. */
export async function withBrowser<T>(launch: () => Promise<Browser>, boundMs: number, body: (browser: Browser) => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => undefined);
  const timer = setTimeout(() => late.reject(new Error(`it took more than ${boundMs / 1000} s`)), boundMs);
  const starting = launch();
  // One that comes up after all is not left behind.
  const close = (): Promise<void> => starting.then(browser => browser.close()).catch(() => undefined);
  try {
    const browser = await Promise.race([starting, late.promise]);
    const made = await Promise.race([body(browser), late.promise]);
    await Promise.race([close(), late.promise]);
    return made;
  } catch (error) {
    await Promise.race([close(), late.promise]).catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
