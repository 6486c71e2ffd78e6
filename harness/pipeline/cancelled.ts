/** What is done when a build is cancelled, and what is still told then. */

/** Does it when the build is cancelled, until it is stopped; then says whether it was done, once it is. */
export function whenCancelled(cancelled: AbortSignal, body: () => Promise<void>): { stop: () => Promise<boolean> } {
  let doing: Promise<void> | undefined;
  const start = (): void => void (doing ??= body());
  if (cancelled.aborted) start();
  cancelled.addEventListener('abort', start);
  return {
    async stop() {
      cancelled.removeEventListener('abort', start);
      await doing;
      return doing !== undefined;
    },
  };
}

/** Results that are there are told in what time is left, though the build is cancelled while they are. */
export function soonAfter(cancelled: AbortSignal, ms: number): AbortSignal {
  const late = new AbortController();
  cancelled.addEventListener('abort', () => void setTimeout(() => late.abort(), ms).unref());
  return late.signal;
}
