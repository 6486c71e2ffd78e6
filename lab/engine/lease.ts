/** Leases: how a run says in the swarm itself that it is using the lab. */
import type { Lab } from '../state.ts';
import { call } from './api.ts';

export interface LiveLease {
  name: string;
  secondsLeft: number;
  labels: Record<string, string>;
}

interface Config {
  Spec?: { Name?: string; Labels?: Record<string, string> | null };
}

export async function liveLeases(lab: Pick<Lab, 'socket'>, now = Date.now()): Promise<LiveLease[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: ['recipe-harness.expires'] }));
  return livingAmong(await call(lab.socket, 'GET', `/configs?filters=${filters}`, { timeoutMs: 10_000 }) as Config[], now);
}

export function livingAmong(configs: Config[], now: number): LiveLease[] {
  return configs.flatMap(({ Spec: spec }) => {
    const labels = spec?.Labels ?? {};
    const secondsLeft = Number(labels['recipe-harness.expires']) - now / 1000;
    return spec?.Name?.startsWith('recipe-harness-') && secondsLeft > 0 ? [{ name: spec.Name, secondsLeft: Math.ceil(secondsLeft), labels }] : [];
  });
}
