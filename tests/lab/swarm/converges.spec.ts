/** Sound stacks, plain and odd, on a real swarm: they must come out green, and soon after the engine says so. */
import { commit, expect, forever, health, service, test } from './stacks.ts';
import { measured } from '../measured.ts';

test('a healthy stack converges at its last health event', async ({ stacks }) => {
  const lags: number[] = [];
  const notices: number[] = [];
  for (let round = 0; round < 5; round++) {
    const deployed = await stacks.deploy(service('app', `touch /ready; ${forever}`, health('test -f /ready')) + service('db', forever, health('true')));
    const healthyAt: number[] = [];
    const end = new AbortController();
    void (async () => {
      for await (const event of stacks.engine.events(end.signal, deployed.since)) {
        if (event.action === 'health_status: healthy' && event.attributes['com.docker.stack.namespace'] === deployed.stack) healthyAt.push(event.at);
      }
    })();
    let asked = 0;
    const converged = await deployed.wait({ services: ['app', 'db'], ready: async () => { asked = stacks.engine.now(); } });
    notices.push(asked - Math.max(...healthyAt));
    lags.push(stacks.engine.now() - Math.max(...healthyAt));
    end.abort();
    if (round > 0) continue;
    console.log(`${JSON.stringify(converged)}\n  ${deployed.notes.join('\n  ')}`);
    expect(converged.identity).toBe(commit.slice(0, 8));
    expect(converged.services.map(each => each.service).sort()).toEqual(['app', 'db']);
  }
  console.log(`health event to the question: ${notices.map(notice => notice.toFixed(1)).join(', ')} ms`);
  console.log(`health event to converged: ${lags.map(lag => lag.toFixed(0)).join(', ')} ms`);
  measured('converged after the last health event, median of five', lags.sort((a, b) => a - b)[2] ?? NaN, 150);
});

test('an app that dies until its database is healthy', async ({ stacks }) => {
  const app = service('app', `getent hosts tasks.db >/dev/null || { echo waiting for db; exit 1; }; ${forever}`, health('true'));
  const deployed = await stacks.deploy(app + service('db', `sleep 20; touch /ready; ${forever}`, health('test -f /ready', 'interval: 1s\n  retries: 60')));
  const converged = await deployed.wait();
  console.log(deployed.notes.join('\n'));
  expect(converged.services.every(each => each.settled !== undefined)).toBe(true);
});

test('an app that dies until its database answers, which has no health check', async ({ stacks }) => {
  const app = service('app', `bash -c "</dev/tcp/tasks.db/5432" || { echo connection to db refused: Connection refused; exit 1; }; ${forever}`, health('true'), 'restart_policy: { delay: 2s }');
  const db = service('db', `sleep 25; exec perl -MIO::Socket::INET -e 'my $$s=IO::Socket::INET->new(LocalPort=>5432,Listen=>9,ReuseAddr=>1); while(my $$c=$$s->accept){close $$c}'`);
  const deployed = await stacks.deploy(app + db);
  await deployed.wait();
  console.log(deployed.notes.join('\n'));
});

test('one-shot, replicas 0, global, no health check, helper without one, two replicas: all at once', async ({ stacks }) => {
  const deployed = await stacks.deploy([
    service('app', forever),
    service('once', 'echo done', '', 'restart_policy: { condition: none }'),
    service('until-done', 'echo done', '', 'restart_policy: { condition: on-failure }'),
    service('scaled-off', 'exit 1', '', 'replicas: 0'),
    service('everywhere', forever, '', 'mode: global'),
    service('twice', forever, health('true'), 'replicas: 2'),
  ].join(''));
  const converged = await deployed.wait();
  console.log(deployed.notes.join('\n'));
  expect(Object.fromEntries(converged.services.map(each => [each.service, each.settled !== undefined]))).toEqual({
    app: true, once: true, 'until-done': true, 'scaled-off': false, everywhere: true, twice: true,
  });
});

test('a start-first update, and the next one after a roll-back', async ({ stacks }) => {
  const update = 'update_config: { failure_action: rollback, order: start-first, monitor: 1s }';
  const first = await stacks.deploy(service('app', forever, health('true'), update));
  await first.wait();
  const bad = 'badbadba0123456789c0ffee0123456789c0ffee';
  const broken = await stacks.deploy(service('app', 'exit 4', health('true'), update), { name: first.stack, commit: bad });
  await expect(broken.wait({ identity: { commit: bad } })).rejects.toMatchObject({ code: 'ERR_UPDATE_ROLLED_BACK' });
  const head = 'beefbeef0123456789c0ffee0123456789c0ffee';
  const good = await stacks.deploy(service('app', `true; ${forever}`, health('true'), update), { name: first.stack, commit: head });
  const converged = await good.wait({ identity: { commit: head } });
  console.log(good.notes.join('\n'));
  expect(converged.identity).toBe('beefbeef');
});

test('a service that the new version drops is left out of the judgement', async ({ stacks }) => {
  const first = await stacks.deploy(service('app', forever) + service('old', 'exit 1'));
  const second = await stacks.deploy(service('app', forever), { name: first.stack });
  const converged = await second.wait({ services: ['app'] });
  expect(converged.services.map(each => each.service)).toContain('app');
});
