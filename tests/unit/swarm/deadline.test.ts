/** How long a stack and its first answer may take, by the recipe's own intervals. */
import { describe, expect, it } from 'vitest';
import { seconds } from '../../../harness/swarm/clock.ts';
import { answerDeadlines, derivedDeadline, portDeadline, healthAttemptMs } from '../../../harness/swarm/deadline.ts';
import { aService, stack, zero } from './world.ts';

describe('deadline', () => {
  const health = { intervalMs: 30_000, timeoutMs: 10_000, retries: 3, startPeriodMs: 900_000 };
  it('of an attempt: the start period, then every retry with its time-out', () => {
    expect(healthAttemptMs(health)).toBe(900_000 + 30_000 + 3 * 40_000);
  });
  it('is the slowest service twice, its restart, one other before it, and a minute', () => {
    const services = [aService('app', { health }), aService('db'), aService('off', { wanted: 0, health: { ...health, startPeriodMs: 0, intervalMs: 0, timeoutMs: 0 } })];
    expect(derivedDeadline(stack, services)).toEqual({ ms: 60_000 + 2 * 1_050_000 + 5_000 + 7_000, reason: expect.stringContaining('app may need') });
  });
  it('waves of an update count', () => {
    const update = { state: 'updating', startedAt: zero, message: '' } as const;
    const one = derivedDeadline(stack, [aService('app', { update, wanted: 2 })]).ms;
    expect(one).toBe(60_000 + 2 * (2 * 7_000 + 5_000 + 10_000 + 5_000));
    expect(derivedDeadline(stack, [aService('app', { update, wanted: 2, updateConfig: { parallelism: 0, delayMs: 0, monitorMs: 5_000, startFirst: false } })]).ms).toBe(60_000 + 34_000);
  });
  it('the stack\'s time-out label lengthens it, and never shortens it', () => {
    const labelled = (seconds: string) => derivedDeadline(stack, [aService('app', { labels: { [`coop-cloud.${stack}.timeout`]: seconds } })]);
    expect(labelled('900')).toEqual({ ms: 900_000, reason: expect.stringContaining('time-out label says 15 min') });
    expect(labelled('5').ms).toBe(79_000);
    expect(labelled('soon').ms).toBe(79_000);
    expect(derivedDeadline(stack, []).ms).toBe(60_000);
  });
  it('of the first answer: from the health check of app, and where nothing but the ingress answers only until the next probe', () => {
    const services = [aService('db', { health: { ...health, startPeriodMs: 0 } }), aService('app', { health })];
    expect(answerDeadlines(stack, services)).toEqual({
      answer: { ms: 30_000 + 1_050_000, reason: '30 s for the ingress to hear of the app, and as long as its health check lets it start: start_period 15 min, interval 30 s, timeout 10 s, retries 3' },
      route: { ms: 70_000, reason: '30 s for the ingress to hear of the app, which its own health check had reached, and for the next probe: interval 30 s, timeout 10 s' },
    });
  });
  const routed = { 'traefik.enable': 'true' };
  it('of the first answer goes by the services that are routed, not by the name app', () => {
    const web = aService('web', { labels: routed, health: { ...health, startPeriodMs: 120_000, intervalMs: 5_000 } });
    const rare = aService('sandbox', { labels: routed, health: { ...health, startPeriodMs: 0 } });
    expect(answerDeadlines(stack, [aService('app'), web, rare])).toEqual({
      answer: { ms: 30_000 + 120_000 + 5_000 + 3 * 15_000, reason: "30 s for the ingress to hear of the app, and as long as web's health check lets it start: start_period 2 min, interval 5.0 s, timeout 10 s, retries 3" },
      route: { ms: 30_000 + 40_000, reason: "30 s for the ingress to hear of the app, which sandbox's own health check had reached, and for the next probe: interval 30 s, timeout 10 s" },
    });
  });
  it('of the first answer where a routed service has no health check: that of the whole stack, however soon app is healthy', () => {
    const services = [aService('app'), aService('web', { labels: routed, health: undefined })];
    const { ms, reason } = derivedDeadline(stack, services);
    const blind = { ms, reason: `web has no health check that tells when it listens; ${reason}` };
    expect(answerDeadlines(stack, services)).toEqual({ answer: blind, route: blind });
    const off = aService('web', { labels: routed, health: undefined, wanted: 0 });
    expect(answerDeadlines(stack, [aService('app', { labels: routed }), off]).route.ms).toBe(32_000);
  });
  it('of the first answer without a health check: that of the whole stack', () => {
    const services = [aService('app', { health: undefined, labels: { [`coop-cloud.${stack}.timeout`]: '400' } })];
    const blind = { ms: 400_000, reason: "app has no health check that tells when it listens; the stack's time-out label says 6 min 40 s" };
    expect(answerDeadlines(stack, services)).toEqual({ answer: blind, route: blind });
  });
  it('of a port goes by the service that publishes it', () => {
    const published = [{ port: 64_738, protocol: 'tcp' }];
    expect(portDeadline(stack, [aService('app', { health: { ...health, startPeriodMs: 900_000_000 } }), aService('voice', { published, health })], 64_738)).toEqual({
      ms: 10_000 + 1_050_000, reason: "10 s for the engine to lead the port to it, and as long as voice's health check lets it start",
    });
    const blind = aService('voice', { published, health: undefined });
    expect(portDeadline(stack, [blind], 64_738).reason).toMatch(/^voice has no health check/);
  });
  it('in words', () => {
    expect([0, 1_234, 9_949, 9_950, 119_000, 120_000, 185_000].map(seconds)).toEqual(['0.0 s', '1.2 s', '9.9 s', '10 s', '119 s', '2 min', '3 min 5 s']);
  });
});
