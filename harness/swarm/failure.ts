/** From a verdict to an error that a maintainer can act on: the guilty service's last lines, swarm's words, the last state. */
import { HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { seconds } from './clock.ts';
import type { Deadline } from './deadline.ts';
import type { Engine } from './engine.ts';
import { ConvergenceError, imageFault, type ConvergenceCode } from './errors.ts';
import type { Verdict } from './hopeless.ts';
import type { Judgement } from './judge.ts';
import type { Standing } from './standing.ts';

export interface Scene {
  readonly engine: Pick<Engine, 'serviceLogs' | 'registryRefusal' | 'lastProbe'>;
  readonly progress: Progress;
  readonly stack: string;
  readonly standings: readonly Standing[];
}

const shownLines = 15;
const keptLines = 200;

/** Words of a program that waits for another one, which swarm cannot know to be unready when it has no health check. */
const waitsForAnother = /connection refused|ECONNREFUSED|could not connect|can't connect|unable to connect|failed to connect|getaddrinfo|ENOTFOUND|name or service not known|name resolution|no such host|starting up|not ready|timed? ?out/i;

/** Until when (engine's clock) the verdict does not count; undefined when it does. */
export async function excuses(verdict: Verdict, scene: Scene, now: number): Promise<number | undefined> {
  if (verdict.excusedUntil === undefined || now >= verdict.excusedUntil) return undefined;
  const lines = await linesOf(verdict.service, scene, shownLines);
  return lines.some(line => waitsForAnother.test(line)) ? verdict.excusedUntil : undefined;
}

export async function verdictError(verdict: Verdict, scene: Scene): Promise<ConvergenceError> {
  const [lines, refusal, probe] = await Promise.all([
    linesOf(verdict.service, scene, keptLines),
    verdict.image === undefined ? undefined : scene.engine.registryRefusal(verdict.image).catch(() => undefined),
    verdict.code === 'ERR_APP_UNHEALTHY' ? scene.engine.lastProbe(scene.stack, verdict.service).catch(() => undefined) : undefined,
  ]);
  if (probe !== undefined) return failure({ ...verdict, said: probe, saidBy: 'Its last probe' }, lines, scene);
  const said = [verdict.said, refusal].filter(Boolean).join('\n');
  return failure({ ...verdict, fault: refusal ? imageFault(`${verdict.said ?? ''} ${refusal}`) : verdict.fault, said }, lines, scene);
}

/** Settled, but the question through the ingress was answered wrongly or not at all. */
export async function notReadyError(cause: unknown, scene: Scene): Promise<HarnessError> {
  // Whoever asked may know better whose fault it is: an ingress that is down, a name that does not resolve.
  if (cause instanceof HarnessError && cause.fault !== 'recipe') return cause;
  const known = cause instanceof HarnessError ? cause : undefined;
  const lines = await linesOf('app', scene, keptLines);
  const said = [known?.shortMessage ?? (cause as Error | undefined)?.message ?? String(cause), known?.detail].filter(Boolean).join('\n');
  return failure({
    code: 'ERR_NOT_READY', fault: 'recipe', service: 'app',
    message: `Every service of ${scene.stack} runs, but the app does not answer its users as it should.`,
    wayOut: known?.wayOut ?? 'Compare the port and rule in the traefik labels with what the app listens on, and the health path of the recipe file with what it answers.',
    said, saidBy: 'Last answer',
  }, lines, scene, cause);
}

export async function lateError(judgement: Judgement, deadline: Deadline, scene: Scene): Promise<ConvergenceError> {
  const unsettled = judgement.standings.find(standing => !standing.settled);
  const guilty = unsettled?.service.name ?? 'app';
  // What no container was even made for is not the app's doing.
  const fault = /^(pending|preparing|no task)/.test(unsettled?.word ?? '') ? 'environment' : 'recipe';
  const waitedFor = judgement.kind === 'waiting' ? judgement.for : judgement.kind === 'settled' ? 'an answer of the app' : judgement.verdict.message.replace(/\.$/, '');
  return failure({
    code: judgement.kind === 'settled' ? 'ERR_NOT_READY' : 'ERR_CONVERGE_DEADLINE', fault, service: guilty,
    message: `${scene.stack} did not converge within ${seconds(deadline.ms)} (${deadline.reason}); waited for ${waitedFor}.`,
    wayOut: 'Look at the last lines below. If the app needs longer, say so where it counts: start_period, or TIMEOUT and its label.',
  }, await linesOf(guilty, scene, keptLines), scene);
}

/** How a stack may stand for no other reason than that its engine was started anew: ended, its update stopped, or late. */
const afterRestart: ReadonlySet<ConvergenceCode> = new Set([
  'ERR_APP_EXITED', 'ERR_APP_CRASH_LOOP', 'ERR_UPDATE_PAUSED', 'ERR_UPDATE_ROLLED_BACK', 'ERR_NOT_READY', 'ERR_CONVERGE_DEADLINE',
]);

/** @param diedAnew whether the service has died after the engine was back: a loop that goes on then is its own */
export function mayBeOfRestart(error: ConvergenceError, diedAnew: (service: string) => boolean): boolean {
  if (error.fault !== 'recipe' || !afterRestart.has(error.code)) return false;
  return error.code !== 'ERR_APP_CRASH_LOOP' || !diedAnew(String(error.facts?.['service']));
}

/** What swarm does not start again after its engine went away may be down for that alone; only a run without a mishap can tell. */
export function engineWasAway(stack: string, after: ConvergenceError): ConvergenceError {
  return new ConvergenceError({
    code: 'ERR_ENGINE_RESTARTED', fault: 'environment',
    message: `The engine went away while ${stack} converged, and afterwards the app did not come up: ${after.shortMessage}`,
    wayOut: 'Find out why the engine went away, then run again.',
    ...(after.detail === undefined ? {} : { detail: after.detail }), facts: after.facts, cause: after,
  });
}

interface Failure { code: ConvergenceCode; fault: HarnessError['fault']; service: string; message: string; wayOut: string; said?: string; saidBy?: string }

async function failure(about: Failure, lines: readonly string[], scene: Scene, cause?: unknown): Promise<ConvergenceError> {
  const { service } = about;
  if (lines.length > 0) await scene.progress.attach(`log of ${service}`, `${lines.join('\n')}\n`, 'text/plain');
  const shown = lines.slice(-shownLines);
  const state = scene.standings.map(standing => `${standing.service.name} ${standing.word}`).join(', ');
  const detail = [
    about.said ? `${about.saidBy ?? 'Swarm says'}: ${about.said}` : '',
    shown.length > 0 ? `Last lines of ${service}:\n${shown.map(line => `  ${line}`).join('\n')}` : `${service} wrote no log lines.`,
    state ? `State: ${state}.` : '',
  ].filter(Boolean).join('\n');
  return new ConvergenceError({
    code: about.code, fault: about.fault, message: about.message, wayOut: about.wayOut, detail,
    facts: { stack: scene.stack, service, lines: shown, state: Object.fromEntries(scene.standings.map(each => [each.service.name, each.word])), ...(about.said ? { said: about.said } : {}) },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The verdict stands without its lines when the log cannot be read. */
async function linesOf(service: string, scene: Scene, count: number): Promise<string[]> {
  return scene.engine.serviceLogs(scene.stack, service, count).catch(() => []);
}
