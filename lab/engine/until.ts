/** Waits for what the kernel tells only to those who ask: processes, namespaces, cgroups. */

/** Asks again and again until `check` gives something, and says whether it did before the deadline. */
export async function until<T>(check: () => T | undefined | Promise<T | undefined>, deadlineMs: number, everyMs = 10): Promise<T | undefined> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (performance.now() >= end) return undefined;
    // eslint-disable-next-line no-restricted-syntax -- the one place that sleeps, so that no other has to
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
