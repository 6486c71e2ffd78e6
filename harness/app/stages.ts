/** Where the time of a deploy or a restore went: its waits one after the other, of the service that was ready last. */
import type { Identity } from '../run/records.ts';
import { noteLearned, type Stage, type StageName, type Waits } from '../run/learned.ts';
import type { Converged } from '../swarm/converge.ts';
import type { ServiceStages } from '../swarm/stages.ts';
import type { Workplace } from './workplace.ts';

export interface Deployed {
  readonly stage: StageName;
  readonly identity: Identity;
  /** Milliseconds in which its images were brought, before the deploy began. */
  readonly pull: number;
  readonly converged: Pick<Converged, 'services' | 'readyMs'>;
}

/** Of the recipe under test alone: nobody asks where a dependency's time went. */
export function noteStage({ run, recipe, progress }: Pick<Workplace, 'run' | 'recipe' | 'progress'>, stage: Stage): void {
  if (run.half === 'dependencies') return;
  noteLearned(run.folder, { kind: 'stage', recipe: recipe.name, stage }, line => progress.note(line));
}

export function stageOfDeploy({ stage, identity, pull, converged: { services, readyMs } }: Deployed): Stage {
  return { stage, version: versionOf(identity), durationMs: whole(pull) + whole(readyMs), waits: waitsOf(services, whole(pull), readyMs), services: services.map(service => timesOf(service, 0)) };
}

/** @param restoring milliseconds that the restore took, before its app was waited for */
export function stageOfRestore({ identity, restoring, converged: { services, readyMs } }: { identity: Identity; restoring: number; converged: Deployed['converged'] }): Stage {
  return { stage: 'restore', version: versionOf(identity), durationMs: whole(restoring) + whole(readyMs), waits: null, services: services.map(service => timesOf(service, restoring)) };
}

function waitsOf(services: readonly ServiceStages[], pull: number, readyMs: number): Waits | null {
  const settledOf = ({ settled = -1 }: ServiceStages): number => settled;
  const last = services.reduce<ServiceStages | undefined>((latest, service) => latest === undefined || settledOf(service) > settledOf(latest) ? service : latest, undefined);
  if (last?.scheduled === undefined || last.started === undefined || last.settled === undefined) return null;
  // A service that a deploy leaves as it was had its task before.
  if (last.scheduled < 0) return null;
  const first = Math.min(last.first ?? last.scheduled, last.scheduled);
  const started = Math.max(last.scheduled, last.started);
  const settled = Math.max(started, last.settled);
  const health = Math.min(last.interval ?? 0, settled - started);
  return { pull, schedule: whole(first), start: whole(started - last.scheduled), health: whole(health), app: whole(last.scheduled - first + settled - started - health), ingress: whole(readyMs - settled) };
}

/** What was before the begin is not of this stage. */
function timesOf({ service, scheduled, started, settled }: ServiceStages, later: number): Stage['services'][number] {
  const seen = (ms: number | undefined): number | null => ms === undefined || ms + later < 0 ? null : Math.round(ms + later);
  return { service, scheduled: seen(scheduled), started: seen(started), settled: seen(settled) };
}

/** A clock that was set back meanwhile makes no time negative. */
function whole(ms: number): number {
  return Math.max(0, Math.round(ms));
}

function versionOf({ version, commit }: Identity): string {
  return version ?? commit ?? '';
}
