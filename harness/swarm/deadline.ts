/** How long convergence may take at most, from what the stack says of itself. It is the last resort: verdicts come long before. */
import { seconds } from './clock.ts';
import { isRouted } from './standing.ts';
import type { HealthCheck, ServiceView } from './views.ts';

export interface Deadline {
  readonly ms: number;
  readonly reason: string;
}

/** Creating containers and networks on a busy machine; images are there before. */
const startUpMs = 60_000;
/** A service without a health check tells nothing about how long it takes. */
const blindAttemptMs = 20_000;
/** How many deaths by health check it takes until they count as hopeless. */
export const healthAttempts = 2;

/** Longest that one container can go on before the engine calls it unhealthy. */
export function healthAttemptMs(health: HealthCheck): number {
  return health.startPeriodMs + health.intervalMs + health.retries * (health.intervalMs + health.timeoutMs);
}

export function attemptMs(service: ServiceView): number {
  return service.health ? healthAttemptMs(service.health) : blindAttemptMs;
}

/** The slowest service's attempts one after the other, after the one that it may have waited for; the stack's own time-out label if that is longer. */
export function derivedDeadline(stack: string, services: readonly ServiceView[]): Deadline {
  const longest = services.map(service => ({ name: service.name, ms: wholeMs(service) })).sort((a, b) => b.ms - a.ms)[0];
  const others = services.filter(service => service.name !== longest?.name).map(attemptMs);
  const derived = startUpMs + (longest?.ms ?? 0) + Math.max(0, ...others);
  const label = Math.max(0, ...services.map(service => Number(service.labels[`coop-cloud.${stack}.timeout`])).filter(Number.isFinite)) * 1000;
  if (label > derived) return { ms: label, reason: `the stack's time-out label says ${seconds(label)}` };
  return { ms: derived, reason: longest ? `${longest.name} may need ${seconds(longest.ms)} by its own health check, restart and update settings` : 'an empty stack' };
}

/** Traefik reads the swarm every 15 s unless it is told otherwise: after twice that it has heard of an app, whenever it was asked. */
const ingressHearsMs = 30_000;

/** Rules and forwarders of a port, on a busy machine. */
const engineForwardsMs = 10_000;

/**
 * How long a settled stack may take until it answers: `answer` where the app itself answers, but wrongly; `route` where nothing
 * but the ingress does. What the ingress leads to listens once its own health check has passed; without one, nobody knows.
 */
export function answerDeadlines(stack: string, services: readonly ServiceView[]): { readonly answer: Deadline; readonly route: Deadline } {
  const asked = askedThroughIngress(services);
  const blindly = asked.find(({ health }) => health === undefined);
  if (asked.length === 0 || blindly) {
    const { ms, reason } = derivedDeadline(stack, services);
    const blind = { ms, reason: `${blindly?.name ?? 'app'} has no health check that tells when it listens; ${reason}` };
    return { answer: blind, route: blind };
  }
  const hears = `${seconds(ingressHearsMs)} for the ingress to hear of the app`;
  const slowest = longest(asked, healthAttemptMs);
  const rarest = longest(asked, probeMs);
  return {
    answer: { ms: ingressHearsMs + slowest.ms, reason: `${hears}, and as long as ${slowest.whose} health check lets it start: start_period ${seconds(slowest.health.startPeriodMs)}, ${probe(slowest.health)}, retries ${slowest.health.retries}` },
    route: { ms: ingressHearsMs + rarest.ms, reason: `${hears}, which ${rarest.whose} own health check had reached, and for the next probe: ${probe(rarest.health)}` },
  };
}

/** How long a settled stack may take until a port that it publishes answers: what listens behind it does so once its own health check has passed. */
export function portDeadline(stack: string, services: readonly ServiceView[], port: number): Deadline {
  const asked = services.filter(service => service.published.some(published => published.port === port));
  const blindly = asked.find(({ health }) => health === undefined);
  if (asked.length === 0 || blindly) {
    const { ms, reason } = derivedDeadline(stack, services);
    return { ms, reason: `${blindly?.name ?? 'app'} has no health check that tells when it listens; ${reason}` };
  }
  const slowest = longest(asked, healthAttemptMs);
  return { ms: engineForwardsMs + slowest.ms, reason: `${seconds(engineForwardsMs)} for the engine to lead the port to it, and as long as ${slowest.whose} health check lets it start` };
}

/** Behind the path that is asked may be any service that is routed; where none says so, it is `app`. */
function askedThroughIngress(services: readonly ServiceView[]): readonly ServiceView[] {
  const routed = services.filter(service => isRouted(service) && service.wanted !== 0);
  return routed.length > 0 ? routed : services.filter(service => service.name === 'app');
}

function longest(services: readonly ServiceView[], msOf: (health: HealthCheck) => number): { health: HealthCheck; ms: number; whose: string } {
  const all = services.flatMap(({ name, health }) => health ? [{ health, ms: msOf(health), whose: name === 'app' ? 'its' : `${name}'s` }] : []);
  return all.reduce((a, b) => b.ms > a.ms ? b : a);
}

function probeMs({ intervalMs, timeoutMs }: HealthCheck): number {
  return intervalMs + timeoutMs;
}

function probe({ intervalMs, timeoutMs }: HealthCheck): string {
  return `interval ${seconds(intervalMs)}, timeout ${seconds(timeoutMs)}`;
}

function wholeMs(service: ServiceView): number {
  if (service.wanted === 0) return 0;
  const { parallelism, delayMs, monitorMs } = service.updateConfig;
  const waves = service.update ? Math.ceil((service.wanted ?? 1) / Math.max(1, parallelism || (service.wanted ?? 1))) : 1;
  const attempts = healthAttempts * attemptMs(service) + (healthAttempts - 1) * service.restart.delayMs;
  return waves * (attempts + (service.update ? service.stopGraceMs + monitorMs + delayMs : 0));
}
