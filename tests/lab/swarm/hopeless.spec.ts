/** Stacks that will never come up, each broken one way: the verdict must be precise, and must not wait for any deadline. */
import type { ConvergenceError } from '../../../harness/swarm/errors.ts';
import { expect, forever, health, service, test, type Deployed } from './stacks.ts';
import { measured } from '../measured.ts';

/** The ingress never answers for what keeps dying. */
const unanswered = { ready: () => new Promise<void>(() => undefined) };

/** The verdict, and how long after the first sign of it (engine's clock) it was spoken. */
async function verdictOf(deployed: Deployed, expectation: Parameters<Deployed['wait']>[0] = {}): Promise<{ error: ConvergenceError; ms: number }> {
  const begin = Date.now();
  const error = await deployed.wait(expectation).then(() => undefined, (caught: ConvergenceError) => caught);
  const ms = Date.now() - begin;
  console.log(`${test.info().title}: ${error?.code ?? 'converged'} after ${ms} ms\n${error?.message ?? ''}\n  ${deployed.notes.join('\n  ')}`);
  if (!error) throw new Error('the stack converged');
  return { error, ms };
}

test('a rejected mount is named at once', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('app', forever, 'volumes:\n  - type: bind\n    source: /no/such/folder\n    target: /data'));
  const { error, ms } = await verdictOf(deployed);
  expect(error.code).toBe('ERR_TASK_REJECTED');
  expect(error.fault).toBe('recipe');
  expect(error.message).toContain('/no/such/folder');
  measured('verdict', ms, 2_000);
});

test('an image that cannot be had is named at once', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('app', forever).replace('lab/base:bookworm', 'lab/base:no-such-tag'));
  const { error, ms } = await verdictOf(deployed);
  expect(error.code).toBe('ERR_IMAGE_UNAVAILABLE');
  expect(error.fault).toBe('environment');
  expect(error.message).toContain('lab/base:no-such-tag');
  measured('verdict', ms, 6_000);
});

test('a crash loop at swarm\'s default delay is named with its last line', async ({ stacks }) => {
  let firstDeath = 0;
  const deployed = await stacks.deploy(service('app', 'echo no such setting: COLOUR >&2; exit 7') + service('db', forever, health('true')));
  const end = new AbortController();
  void (async () => {
    for await (const event of stacks.engine.events(end.signal, deployed.since)) if (event.action === 'die') firstDeath ||= event.at;
  })();
  const { error } = await verdictOf(deployed, unanswered);
  const ms = stacks.engine.now() - firstDeath;
  end.abort();
  console.log(`crash loop named ${(ms / 1000).toFixed(1)} s after the first death`);
  expect(error.code).toBe('ERR_APP_CRASH_LOOP');
  expect(error.message).toContain('exited with 7');
  expect(error.facts['lines']).toContain('no such setting: COLOUR');
  measured('verdict after the first death', ms, 15_000);
});

test('exit 0 that is not restarted is named at once', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('app', 'echo bye; exit 0', '', 'restart_policy: { condition: on-failure }'));
  const { error, ms } = await verdictOf(deployed, unanswered);
  expect(error.code).toBe('ERR_APP_EXITED');
  expect(error.facts['lines']).toContain('bye');
  measured('verdict', ms, 6_000);
});

test('a loop that swarm gives up after max_attempts is named when it does', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('app', 'exit 3', '', 'restart_policy: { condition: any, delay: 100ms, max_attempts: 1 }'));
  const { error } = await verdictOf(deployed, unanswered);
  expect(error.code).toBe('ERR_APP_CRASH_LOOP');
  expect(error.message).toContain('not restarted');
});

test('a health check that never passes is named by the deadline of its own intervals', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('app', `echo listening on 8081; ${forever}`, health('echo 404 from /healthz; false'), 'restart_policy: { delay: 1s }'));
  const { error, ms } = await verdictOf(deployed);
  expect(error.code).toBe('ERR_APP_UNHEALTHY');
  expect(error.facts['lines']).toContain('listening on 8081');
  expect(error.detail).toContain('404 from /healthz');
  measured('verdict', ms, 25_000);
});

test('an update that swarm rolls back is named, although the old task goes on serving', async ({ stacks }) => {
  const update = 'update_config: { failure_action: rollback, order: start-first, monitor: 1s }';
  const first = await stacks.deploy(service('app', forever, health('true'), update));
  await first.wait();
  const head = 'beefbeef0123456789c0ffee0123456789c0ffee';
  const second = await stacks.deploy(service('app', 'echo migration failed; exit 9', health('true'), update), { name: first.stack, commit: head });
  const { error } = await verdictOf(second, { identity: { commit: head } });
  expect(error.code).toBe('ERR_UPDATE_ROLLED_BACK');
  expect(error.message).toContain('exited with 9');
  expect(error.facts['lines']).toContain('migration failed');
});

test('a paused update that leaves a replica at the old version is named', async ({ stacks }) => {
  const update = 'replicas: 2\nupdate_config: { failure_action: pause, monitor: 20s, delay: 15s }';
  const first = await stacks.deploy(service('app', forever, health('true'), update));
  await first.wait();
  const head = 'beefbeef0123456789c0ffee0123456789c0ffee';
  const second = await stacks.deploy(service('app', 'sleep 3; exit 9', health('true'), update), { name: first.stack, commit: head });
  const { error } = await verdictOf(second, { identity: { commit: head } });
  expect(error.code).toBe('ERR_UPDATE_PAUSED');
});

test('a task that no node takes is the environment\'s', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('app', forever, '', 'resources: { reservations: { memory: 900G } }'));
  const { error, ms } = await verdictOf(deployed);
  expect(error.code).toBe('ERR_NO_SUITABLE_NODE');
  expect(error.fault).toBe('environment');
  measured('verdict', ms, 8_000);
});

test('start-first with a host port never ends, and that is the recipe\'s', async ({ stacks }) => {
  const ports = 'ports:\n  - { target: 80, published: 18080, mode: host }';
  const first = await stacks.deploy(service('app', forever, ports, 'update_config: { order: start-first }'));
  await first.wait();
  const second = await stacks.deploy(service('app', `true; ${forever}`, ports, 'update_config: { order: start-first }'), { name: first.stack });
  const { error } = await verdictOf(second);
  expect(error.code).toBe('ERR_NO_SUITABLE_NODE');
  expect(error.fault).toBe('recipe');
});

test('another version than the one under test is named', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('app', forever));
  const { error } = await verdictOf(deployed, { identity: { commit: 'beefbeef0123456789c0ffee0123456789c0ffee' } });
  expect(error.code).toBe('ERR_WRONG_IDENTITY');
  expect(error.message).toContain('c0ffee01');
});

test('a stack without the service "app" is named', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('web', forever));
  const { error } = await verdictOf(deployed);
  expect(error.code).toBe('ERR_NO_APP_SERVICE');
  expect(error.message).toContain('web');
});

test('a wrong answer through the ingress is told with the answer', async ({ stacks }) => {
  const deployed = await stacks.deploy(service('app', forever));
  const { error } = await verdictOf(deployed, { ready: async () => { throw new Error('GET / gave 502'); } });
  expect(error.code).toBe('ERR_NOT_READY');
  expect(error.detail).toContain('GET / gave 502');
});
