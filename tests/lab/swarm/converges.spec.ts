/** Sound stacks, plain and odd, on a real swarm: they must come out green, and soon after the engine says so. */
import { commit, expect, forever, health, service, test } from './stacks.ts';

test('a healthy stack converges within 150 ms of the last health event', async ({ stacks }) => {
  const healthyAt: number[] = [];
  const end = new AbortController();
  const stack = 'latency_lab_test';
  const listening = (async () => {
    for await (const event of stacks.engine.events(end.signal)) {
      if (event.action === 'health_status: healthy' && event.attributes['com.docker.stack.namespace'] === stack) healthyAt.push(event.at);
    }
  })();
  const deployed = await stacks.deploy(
    service('app', `touch /ready; ${forever}`, health('test -f /ready')) + service('db', forever, health('true')),
    { name: stack },
  );
  const converged = await deployed.wait({ services: ['app', 'db'] });
  const lag = stacks.engine.now() - Math.max(...healthyAt);
  end.abort();
  await listening;
  test.info().annotations.push({ type: 'lag', description: `${lag.toFixed(1)} ms` });
  console.log(`health event to converged: ${lag.toFixed(1)} ms; ${JSON.stringify(converged)}\n${deployed.notes.join('\n')}`);
  expect(lag).toBeLessThan(150);
  expect(converged.identity).toBe(commit.slice(0, 8));
  expect(converged.services.map(each => each.service).sort()).toEqual(['app', 'db']);
});
