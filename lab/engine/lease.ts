/** Leases: how a run says in the swarm itself that it is using the lab. */
import type { Lab } from '../state.ts';
import { accepted, ask, call } from './api.ts';

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
  const path = `/configs?filters=${filters}`;
  const answer = await ask(lab.socket, 'GET', path, { timeoutMs: 10_000 });
  // An `up` that was interrupted may have left an engine without a swarm: nothing can be written down there.
  if (answer.status === 503 && !(await isManager(lab))) return [];
  return livingAmong(accepted('GET', path, answer) as Config[], now);
}

/** Whether the engine leads a swarm; without one it has neither services nor configs. */
export async function isManager(lab: Pick<Lab, 'socket'>): Promise<boolean> {
  const info = await call(lab.socket, 'GET', '/info', { timeoutMs: 10_000 }) as { Swarm?: { ControlAvailable?: boolean } };
  return info.Swarm?.ControlAvailable === true;
}

export function livingAmong(configs: Config[], now: number): LiveLease[] {
  return configs.flatMap(({ Spec: spec }) => {
    const labels = spec?.Labels ?? {};
    const secondsLeft = Number(labels['recipe-harness.expires']) - now / 1000;
    return spec?.Name?.startsWith('recipe-harness-') && secondsLeft > 0 ? [{ name: spec.Name, secondsLeft: Math.ceil(secondsLeft), labels }] : [];
  });
}
