/** The engine's own measure of its volumes, as `docker system df` shows it. */
import type Dockerode from 'dockerode';

interface RawUsage { Volumes?: readonly { Name?: string; UsageData?: { Size?: number } | null }[] | null }

/** By name. An engine that does not know `type` measures images and containers as well. */
export function volumeSizes(docker: Dockerode, signal: AbortSignal): Promise<Map<string, number>> {
  return new Promise((resolve, reject) => docker.modem.dial(
    { path: '/system/df?type=volume', method: 'GET', abortSignal: signal, statusCodes: { 200: true, 500: 'server error' } },
    (error: Error | null, usage: unknown) => error ? reject(error) : resolve(sizesIn(usage as RawUsage)),
  ));
}

/** A size of -1 is none: another kind of volume than the engine's own. */
export function sizesIn({ Volumes }: RawUsage): Map<string, number> {
  return new Map((Volumes ?? []).flatMap(({ Name = '', UsageData }) => UsageData?.Size === undefined || UsageData.Size < 0 ? [] : [[Name, UsageData.Size] as const]));
}
