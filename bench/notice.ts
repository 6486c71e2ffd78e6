/** How soon a wait knows that a health check has passed, counted from the engine's own event. */
import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import { silent } from '../harness/progress.ts';
import { converge } from '../harness/swarm/converge.ts';
import { Engine } from '../harness/swarm/engine.ts';
import { purgeStack } from '../harness/swarm/purge.ts';
import { type Measurement, atMost } from './measurement.ts';
import { Project } from './project.ts';
import { median, quantile } from './statistics.ts';

const rounds = 20;
/** Pairs enough for the script's median; its tail is not the question. */
const scriptEvery = 4;
const commit = 'c0ffee0123456789c0ffee0123456789c0ffee01';

export const notice: Measurement = {
  name: 'notice', title: 'Notice after the engine\'s own health event',
  async run({ target, log }) {
    using project = new Project(target);
    await execa(target.pull_command?.[0] ?? '', ['lab/nginx:1.26.3']);
    const engine = await Engine.connect(target.docker);
    try {
      const asked: number[] = [];
      const returned: number[] = [];
      const script: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const one = await watched(engine, async stack => {
          let askedAt = Number.NaN;
          await converge(engine, { stack, identity: { commit }, services: ['app'], since: engine.now(), ready: async () => { askedAt = engine.now(); } }, silent);
          return [askedAt, engine.now()];
        });
        asked.push(one[0] ?? Number.NaN);
        returned.push(one[1] ?? Number.NaN);
        log(`harness asks the app ${(one[0] ?? Number.NaN).toFixed(0)} ms after its health event, and is sure after ${(one[1] ?? Number.NaN).toFixed(0)} ms`);
        if (round % scriptEvery > 0) continue;
        const [other = Number.NaN] = await watched(engine, async stack => {
          const { output } = await project.yardstick({ deed: 'up', stack });
          return [Number(/^seen (\d+)$/m.exec(output)?.[1])];
        });
        script.push(other);
        log(`script sees it after ${other.toFixed(0)} ms`);
      }
      const row = (who: string, values: readonly number[]): string[] => [who, String(values.length), ...[median(values), quantile(values, 0.95), Math.max(...values)].map(value => value.toFixed(0))];
      return {
        figures: [
          atMost('Notice after the engine\'s own health event, p50', median(asked), 20, ' ms'),
          atMost('Notice after the engine\'s own health event, p95', quantile(asked, 0.95), 150, ' ms'),
        ],
        tables: [{
          title: 'Milliseconds after the event', head: ['', 'samples', 'p50', 'p95', 'most'],
          rows: [row('harness asks the app through the ingress', asked), row('harness is sure: a look at the swarm has confirmed it', returned), row('script, a look each 50 ms', script)],
        }],
      };
    } finally {
      engine.close();
    }
  },
};

/** Makes a service, has `wait` tell moments (engine's clock), and returns how long after its health event they were. */
async function watched(engine: Engine, wait: (stack: string) => Promise<number[]>): Promise<number[]> {
  const stack = `notice${randomBytes(3).toString('hex')}`;
  const end = new AbortController();
  let subscribed = (): void => undefined;
  const listening = new Promise<void>(resolve => { subscribed = resolve; });
  const healthy = (async () => {
    for await (const event of engine.events(end.signal)) {
      if (event.kind === 'resync') subscribed();
      if (event.attributes['com.docker.stack.namespace'] === stack && event.action === 'health_status: healthy') return event.at;
    }
    return Number.NaN;
  })();
  await listening;
  try {
    const label = { 'com.docker.stack.namespace': stack };
    await engine.ask('make a service', () => engine.docker.createService({
      Name: `${stack}_app`, Labels: { ...label, [`coop-cloud.${stack}.chaos`]: 'true', [`coop-cloud.${stack}.chaos-version`]: commit.slice(0, 8) },
      TaskTemplate: {
        ContainerSpec: {
          Image: 'lab/nginx:1.26.3', Labels: label, StopGracePeriod: 1e8,
          HealthCheck: { Test: ['CMD', 'true'], Interval: 1e9, Timeout: 1e9, Retries: 3, StartPeriod: 5e9 },
        },
      },
      Mode: { Replicated: { Replicas: 1 } }, EndpointSpec: { Mode: 'dnsrr' },
    }));
    const moments = await wait(stack);
    const at = await healthy;
    return moments.map(moment => moment - at);
  } finally {
    end.abort();
    await purgeStack(engine, stack, { volumes: true, secrets: true, configs: true }, silent);
  }
}
