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
  return livingAmong(await configsWith(lab, 'recipe-harness.expires'), now);
}

/** Addresses of the apps that runs have left up on purpose (HARNESS_KEEP=1); their leases do not expire. */
export async function keptApps(lab: Pick<Lab, 'socket'>): Promise<string[]> {
  return keptAmong(await configsWith(lab, 'recipe-harness.kept=true'));
}

async function configsWith(lab: Pick<Lab, 'socket'>, label: string): Promise<Config[]> {
  const path = `/configs?filters=${encodeURIComponent(JSON.stringify({ label: [label] }))}`;
  const answer = await ask(lab.socket, 'GET', path, { timeoutMs: 10_000 });
  // An `up` that was interrupted may have left an engine without a swarm: nothing can be written down there.
  if (answer.status === 503 && !(await isManager(lab))) return [];
  return accepted('GET', path, answer) as Config[];
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

/** A label for each stack of a lease, whose value names the app's domain. */
export function keptAmong(configs: Config[]): string[] {
  return configs.flatMap(({ Spec: spec }) => {
    const labels = spec?.Labels ?? {};
    if (!spec?.Name?.startsWith('recipe-harness-') || labels['recipe-harness.kept'] !== 'true') return [];
    return Object.entries(labels).flatMap(([key, value]) => key.startsWith('recipe-harness.stack.') ? [addressIn(value) ?? key.replace('recipe-harness.stack.', '')] : []);
  });
}

function addressIn(label: string): string | undefined {
  try {
    const { domain } = JSON.parse(label) as { domain?: unknown };
    return typeof domain === 'string' ? `https://${domain}` : undefined;
  } catch {
    return undefined;
  }
}
