/** The engine's own measure of its volumes, as `docker system df` shows it. */
import { setTimeout as timer } from 'node:timers/promises';
import type Dockerode from 'dockerode';

interface RawUsage { Volumes?: readonly { Name?: string; UsageData?: { Size?: number } | null }[] | null }

/** Older engines measure for one asker at a time, and refuse the next. */
const refusesNext = /already running/;
const againMs = 100;

/** By name; asked again while the engine measures for somebody else, until the signal aborts. */
export async function volumeSizes(docker: Dockerode, signal: AbortSignal): Promise<Map<string, number>> {
  for (;;) {
    try {
      return sizesIn(await measure(docker, signal));
    } catch (error) {
      if (!refusesNext.test(String(error))) throw error;
      await timer(againMs, undefined, { signal });
    }
  }
}

/** An engine that does not know `type` measures images and containers as well. */
function measure(docker: Dockerode, signal: AbortSignal): Promise<RawUsage> {
  return new Promise((resolve, reject) => docker.modem.dial(
    { path: '/system/df?type=volume', method: 'GET', abortSignal: signal, statusCodes: { 200: true, 500: 'server error' } },
    (error: Error | null, usage: unknown) => error ? reject(error) : resolve(usage as RawUsage),
  ));
}

/** A size of -1 is none: another kind of volume than the engine's own. */
export function sizesIn({ Volumes }: RawUsage): Map<string, number> {
  return new Map((Volumes ?? []).flatMap(({ Name = '', UsageData }) => UsageData?.Size === undefined || UsageData.Size < 0 ? [] : [[Name, UsageData.Size] as const]));
}
