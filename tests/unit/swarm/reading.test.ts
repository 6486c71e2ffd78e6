/** What is read from the engine's answers, events, logs and labels. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { seconds } from '../../../harness/swarm/clock.ts';
import { answerDeadlines, derivedDeadline, healthAttemptMs } from '../../../harness/swarm/deadline.ts';
import { dial } from '../../../harness/swarm/endpoint.ts';
import { engineError, imageFault, isUnreachable, refusedWith } from '../../../harness/swarm/errors.ts';
import { eventStream, lines, parseEvent, type EngineEvent } from '../../../harness/swarm/events.ts';
import { archiveOf, readOnlyEntry } from '../../../harness/swarm/files.ts';
import { checkExpectation, matchIdentity } from '../../../harness/swarm/identity.ts';
import { splitReference, unavailable } from '../../../harness/swarm/images.ts';
import { belongsTo } from '../../../harness/swarm/leftovers.ts';
import { inOrder } from '../../../harness/swarm/logs.ts';
import { canonical, containerView, healthOf, serviceView, taskView } from '../../../harness/swarm/raw.ts';
import { sshArguments } from '../../../harness/swarm/ssh.ts';
import { Witness } from '../../../harness/swarm/witness.ts';
import { aService, aTask, anEvent, commit, FakeClock, stack, zero } from './world.ts';

describe('views', () => {
  const rawService = {
    ID: 's1', CreatedAt: '2026-01-01T00:00:00.5Z', UpdatedAt: '2026-01-01T00:00:01Z',
    Spec: {
      Name: 'shop_app', Labels: { 'com.docker.stack.namespace': 'shop', a: 'b' },
      TaskTemplate: { ContainerSpec: { Image: 'reg:5000/shop:1.2@sha256:abc', Healthcheck: { Test: ['CMD', 'true'], Interval: 2e9 }, StopGracePeriod: 3e9 }, RestartPolicy: { Condition: 'on-failure', Delay: 1e9, MaxAttempts: 4 }, Runtime: 'container' },
      Mode: { Replicated: { Replicas: 0 } }, UpdateConfig: { Parallelism: 2, Delay: 1e9, Monitor: 7e9, Order: 'start-first' },
      EndpointSpec: { Ports: [{ PublishMode: 'host' }] },
    },
    UpdateStatus: { State: 'paused', StartedAt: '2026-01-01T00:00:02Z', Message: 'm' },
  };
  it('of a service', () => {
    expect(serviceView(rawService)).toMatchObject({
      id: 's1', fullName: 'shop_app', name: 'app', image: 'reg:5000/shop:1.2', mode: 'replicated', wanted: 0,
      restart: { condition: 'on-failure', delayMs: 1_000, maxAttempts: 4 }, health: { intervalMs: 2_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 },
      healthComplete: false, update: { state: 'paused', startedAt: Date.parse('2026-01-01T00:00:02Z'), message: 'm' },
      updateConfig: { parallelism: 2, delayMs: 1_000, monitorMs: 7_000, startFirst: true }, stopGraceMs: 3_000, publishesPorts: true, hostPorts: true,
      createdAt: Date.parse('2026-01-01T00:00:00.5Z'),
    });
  });
  it('of a service with nothing said: the engine\'s defaults', () => {
    expect(serviceView({})).toMatchObject({
      mode: 'replicated', wanted: 1, health: undefined, healthComplete: false, update: undefined, restart: { condition: 'any', delayMs: 5_000, maxAttempts: 0 },
      updateConfig: { parallelism: 1, delayMs: 0, monitorMs: 5_000, startFirst: false }, stopGraceMs: 10_000, publishesPorts: false,
    });
  });
  it('of the modes', () => {
    const mode = (Mode: object) => { const { mode: name, wanted } = serviceView({ Spec: { Mode } }); return [name, wanted]; };
    expect(mode({ Global: {} })).toEqual(['global', undefined]);
    expect(mode({ GlobalJob: {} })).toEqual(['global-job', undefined]);
    expect(mode({ ReplicatedJob: { TotalCompletions: 5 } })).toEqual(['replicated-job', 5]);
    expect(mode({ Replicated: { Replicas: 3 } })).toEqual(['replicated', 3]);
  });
  it('of an image named by digest alone', () => {
    expect(serviceView({ Spec: { TaskTemplate: { ContainerSpec: { Image: 'shop@sha256:abc' } } } }).image).toBe('shop@sha256:abc');
  });
  it('a task is made from the service\'s present spec when all but the runtime is equal', () => {
    const { Runtime: _, ...spec } = rawService.Spec.TaskTemplate;
    expect(taskView({ Spec: spec }).specKey).toBe(serviceView(rawService).specKey);
    expect(taskView({ Spec: { ...spec, RestartPolicy: {} } }).specKey).not.toBe(serviceView(rawService).specKey);
  });
  it('of a task', () => {
    expect(taskView({ ID: 't', ServiceID: 's', NodeID: 'n', Slot: 2, DesiredState: 'shutdown', Status: { State: 'failed', Timestamp: '2026-01-01T00:00:00Z', Err: 'task: non-zero exit (7)', ContainerStatus: { ContainerID: 'c', ExitCode: 0 } } }))
      .toMatchObject({ id: 't', slot: '2', state: 'failed', desired: 'shutdown', exitCode: 7, containerId: 'c', error: 'task: non-zero exit (7)', since: Date.parse('2026-01-01T00:00:00Z') });
    expect(taskView({ NodeID: 'n', Status: { State: 'complete' } })).toMatchObject({ slot: 'n', exitCode: 0 });
    expect(taskView({ Status: { State: 'failed', Err: 'starting container failed', ContainerStatus: { ExitCode: 0 } } }).exitCode).toBeUndefined();
    expect(taskView({ Status: { State: 'failed', ContainerStatus: { ExitCode: 126 } } }).exitCode).toBe(126);
    expect(taskView({})).toMatchObject({ state: 'new', exitCode: undefined, containerId: undefined });
  });
  it('of a container', () => {
    const labels = { 'com.docker.stack.namespace': 'shop', 'com.docker.swarm.service.name': 'shop_app', 'com.docker.swarm.task.id': 't' };
    expect(containerView({ Id: 'c', Names: ['/shop_app.1.t'], Labels: labels, State: 'running', Status: 'Up 2 seconds (healthy)', Created: 5 })).toEqual({ id: 'c', name: 'shop_app.1.t', stack: 'shop', service: 'app', taskId: 't', state: 'running', health: 'healthy', createdAt: 5_000 });
    expect(containerView({ Status: 'Up 1 second (health: starting)' }).health).toBe('starting');
    expect(containerView({ Status: 'Up 1 second (unhealthy)' }).health).toBe('unhealthy');
    expect(containerView({ Status: 'Up 1 second' })).toMatchObject({ health: undefined, service: undefined, stack: undefined });
  });
  it('a health check takes from the image what the compose file leaves out', () => {
    const image = { Test: ['CMD', 'x'], Interval: 1e9, Timeout: 2e9, Retries: 9, StartPeriod: 4e9 };
    expect(healthOf(undefined, undefined)).toBeUndefined();
    expect(healthOf({ Test: ['NONE'] }, image)).toBeUndefined();
    expect(healthOf(undefined, image)).toEqual({ intervalMs: 1_000, timeoutMs: 2_000, retries: 9, startPeriodMs: 4_000 });
    expect(healthOf({ Interval: 5e9, Retries: 2 }, image)).toEqual({ intervalMs: 5_000, timeoutMs: 2_000, retries: 2, startPeriodMs: 4_000 });
    expect(serviceView({ Spec: { TaskTemplate: { ContainerSpec: { Healthcheck: { Test: ['NONE'] } } } } }).healthComplete).toBe(true);
  });
  it('one text for one value', () => {
    expect(canonical({ b: [1, { y: null, x: 2 }], a: 'q', empty: {}, none: '', zero: 0, no: false })).toBe('{"a":"q","b":[1,{"x":2}]}');
    expect(canonical({ a: 1 })).not.toBe(canonical({ a: 2 }));
  });
});

describe('identity', () => {
  const labelled = (labels: Record<string, string>, name = 'app') => aService(name, { labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [`coop-cloud.${stack}.${key}`, value])) });
  const chaos = (value: string) => matchIdentity(stack, [labelled({ 'chaos-version': value })], { commit }).matches;
  it('the label less +U is a prefix of the commit, of eight or more', () => {
    expect(chaos('c0ffee01')).toBe(true);
    expect(chaos('c0ffee01+U')).toBe(true);
    expect(chaos(commit)).toBe(true);
    for (const wrong of ['c0ffee0', 'c0ffee02', '', '+U', 'C0FFEE01', `${commit}0`, 'c0ffee01 ']) expect(chaos(wrong), wrong).toBe(false);
  });
  it('a missing label is no match', () => {
    expect(matchIdentity(stack, [labelled({})], { commit })).toMatchObject({ matches: false, value: undefined, says: expect.stringContaining('is missing') });
    expect(matchIdentity(stack, [], { version: '1.0.0+1' }).matches).toBe(false);
    expect(matchIdentity('other', [labelled({ 'chaos-version': 'c0ffee01' })], { commit }).matches).toBe(false);
  });
  it('a release must be equal, and plainly deployed', () => {
    const version = (labels: Record<string, string>) => matchIdentity(stack, [labelled(labels)], { version: '1.0.0+1.22' });
    expect(version({ version: '1.0.0+1.22', chaos: 'false' }).matches).toBe(true);
    expect(version({ version: '1.0.0+1.22' }).matches).toBe(true);
    expect(version({ version: '1.0.0+1.22.1' }).matches).toBe(false);
    expect(version({ version: '1.0.0+1.22', chaos: 'true' })).toMatchObject({ matches: false, says: expect.stringContaining('--chaos') });
  });
  it('the app\'s label counts before another\'s', () => {
    const services = [labelled({ 'chaos-version': 'deadbeef' }, 'a'), labelled({ 'chaos-version': 'c0ffee01' })];
    expect(matchIdentity(stack, services, { commit }).matches).toBe(true);
    expect(matchIdentity(stack, [labelled({ 'chaos-version': 'c0ffee01' }, 'db')], { commit }).matches).toBe(true);
  });
  it('what expects nothing is refused', () => {
    for (const bad of [{}, { commit: '' }, { commit: 'c0ffee01' }, { version: ' ' }, { commit, version: '1' }, { commit: undefined, version: undefined }]) {
      expect(() => checkExpectation(bad as never), JSON.stringify(bad)).toThrowError(/ERR_NO_EXPECTATION/);
    }
    expect(() => checkExpectation({ commit: 'a'.repeat(64) })).not.toThrow();
  });
});

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
  it('in words', () => {
    expect([0, 1_234, 9_949, 9_950, 119_000, 120_000, 185_000].map(seconds)).toEqual(['0.0 s', '1.2 s', '9.9 s', '10 s', '119 s', '2 min', '3 min 5 s']);
  });
});

describe('events', () => {
  it('of health probes are noise, as is what is no JSON', () => {
    for (const action of ['exec_create: curl', 'exec_start: curl', 'exec_die']) expect(parseEvent(JSON.stringify({ Type: 'container', Action: action }))).toBeUndefined();
    expect(parseEvent('{"Type":')).toBeUndefined();
    expect(parseEvent('null')).toBeUndefined();
    expect(parseEvent('{"Type":"container","Action":"health_status: healthy","Actor":{"ID":"c","Attributes":{"a":"b"}},"timeNano":1500000000123456789}'))
      .toEqual({ kind: 'event', type: 'container', action: 'health_status: healthy', id: 'c', attributes: { a: 'b' }, at: 1_500_000_000_123.456789 });
    expect(parseEvent('{"Type":"node","time":5}')).toMatchObject({ at: 5_000, attributes: {} });
  });
  it('come line by line, whatever the pieces', async () => {
    const seen: string[] = [];
    for await (const line of lines(Readable.from([Buffer.from('ab'), Buffer.from('c\nd\n\ne'), Buffer.from('f')]))) seen.push(line);
    expect(seen).toEqual(['abc', 'd', 'ef']);
  });
  it('go on after a break, from where they were, with a resync before', async () => {
    const clock = new FakeClock();
    const asked: number[] = [];
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const answers = [
      () => Readable.from([Buffer.from('{"Type":"node","Action":"update","timeNano":2000000}\n')]),
      () => { throw engineError(reset, 'unix:///x', 'follow events'); },
      () => Readable.from([Buffer.from('{"Type":"node","Action":"remove","timeNano":3000000}\n')]),
    ];
    const end = new AbortController();
    const stream = eventStream({ since: 1, open: async since => { asked.push(since); return (answers.shift() ?? (() => { throw new Error('not told'); }))(); } }, end.signal, clock);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const event of stream) {
        seen.push(event.kind === 'resync' ? 'resync' : event.action);
        if (event.action === 'remove') end.abort();
      }
    })();
    for (let turn = 0; turn < 20 && seen.length < 4; turn++) {
      await new Promise(resolve => setImmediate(resolve));
      await clock.until(clock.now() + 100);
    }
    await reading;
    expect(seen).toEqual(['resync', 'update', 'resync', 'remove']);
    expect(asked).toEqual([1, 2, 2]);
  });
  it('end with the error when the engine stays away, or refuses', async () => {
    const clock = new FakeClock();
    const gone = engineError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unix:///x', 'follow events');
    const first = eventStream({ since: 1, open: async () => { throw gone; } }, new AbortController().signal, clock).next();
    const failed = expect(first).rejects.toBe(gone);
    await clock.until(zero + 70_000);
    await failed;
    const refused = engineError(Object.assign(new Error('x'), { statusCode: 400 }), 'unix:///x', 'follow events');
    await expect(eventStream({ since: 1, open: async () => { throw refused; } }, new AbortController().signal, clock).next()).rejects.toBe(refused);
  });
  it('of other stacks do not matter, and of nodes only soon', () => {
    const witness = new Witness(stack);
    const heard = (more: Partial<EngineEvent>) => witness.hear({ ...anEvent('t', 'start', 0), ...more });
    expect(heard({})).toBe('now');
    expect(heard({ attributes: { 'com.docker.stack.namespace': 'else' } })).toBe('no');
    expect(heard({ type: 'service', attributes: { name: `${stack}_app` } })).toBe('now');
    expect(heard({ type: 'service', attributes: { name: `${stack}` } })).toBe('no');
    expect(heard({ type: 'node', attributes: {} })).toBe('soon');
    expect(heard({ kind: 'resync' })).toBe('now');
  });
});

describe('witness', () => {
  it('remembers a death that swarm has forgotten', () => {
    const witness = new Witness(stack);
    const task = aTask('app', 'starting');
    witness.look([aService('app')], [task]);
    witness.hear(anEvent(task.id, 'start', 100));
    witness.hear(anEvent(task.id, 'die', 700, { exitCode: '3' }));
    witness.look([aService('app')], []);
    expect(witness.deaths).toMatchObject([{ taskId: task.id, kind: 'exit', exitCode: 3, beganAt: zero + 100, at: zero + 700 }]);
  });
  it('takes back what looked like a death when swarm says that it was told to stop', () => {
    const witness = new Witness(stack);
    const task = aTask('app', 'running');
    witness.hear(anEvent(task.id, 'die', 700, { exitCode: '137' }));
    witness.look([aService('app')], [task]);
    expect(witness.deaths).toHaveLength(1);
    witness.look([aService('app')], [{ ...task, state: 'shutdown', desired: 'shutdown' }]);
    expect(witness.deaths).toEqual([]);
  });
  it('a job that has completed is not dead', () => {
    const witness = new Witness(stack);
    const job = aService('job', { mode: 'replicated-job' });
    const task = aTask('job', 'running');
    witness.hear(anEvent(task.id, 'die', 700, { exitCode: '0' }));
    witness.look([job], [task]);
    witness.look([job], [{ ...task, state: 'complete' }]);
    expect(witness.deaths).toEqual([]);
  });
});

describe('the engine\'s failures', () => {
  const from = (more: object) => engineError(Object.assign(new Error('said'), more), 'ssh://me@host', 'list services');
  it('unreachable names endpoint and way out', () => {
    const error = from({ code: 'ERR_SSH', message: 'Permission denied (publickey)' });
    expect(error).toMatchObject({ code: 'ERR_ENGINE_UNREACHABLE', fault: 'environment', detail: 'Permission denied (publickey)' });
    expect(error.message).toContain('ssh://me@host');
    expect(error.wayOut).toContain('ssh ssh://me@host docker version');
    expect(isUnreachable(error)).toBe(true);
    expect(engineError(Object.assign(new Error('x'), { code: 'EACCES' }), 'unix:///x', 'y').wayOut).toContain('group docker');
    expect(engineError(Object.assign(new Error('x'), { code: 'ENOENT' }), 'unix:///x', 'y').wayOut).toContain('Start the engine');
  });
  it('refusals carry the engine\'s words and status', () => {
    const error = from({ statusCode: 409, json: { message: 'volume is in use' } });
    expect(error).toMatchObject({ code: 'ERR_ENGINE_REFUSED', detail: 'volume is in use (HTTP 409)' });
    expect(refusedWith(error)).toBe(409);
    expect(isUnreachable(error)).toBe(false);
    expect(from({ statusCode: 500, json: { message: 'write: no space left on device' } })).toMatchObject({ code: 'ERR_DISK_FULL', fault: 'environment' });
  });
  it('ours pass through, the rest is ours to mend', () => {
    const own = from({ statusCode: 500 });
    expect(engineError(own, 'x', 'y')).toBe(own);
    expect(from({})).toMatchObject({ code: 'ERR_ENGINE_REQUEST', fault: 'harness' });
  });
  it('about images: whose fault', () => {
    expect(imageFault('toomanyrequests: manifest unknown')).toBe('environment');
    expect(imageFault('pull access denied for x, repository does not exist or may require')).toBe('recipe');
    expect(imageFault('dial tcp: i/o timeout')).toBe('environment');
    expect(unavailable('x:1', 'toomanyrequests').wayOut).toContain('limits pulls');
    expect(unavailable('x:1', 'manifest unknown').wayOut).toContain('compose file');
    expect(unavailable('x:1', 'i/o timeout').wayOut).toContain('reaches the registry');
  });
});

it('references of images', () => {
  expect(splitReference('nginx')).toEqual({ fromImage: 'nginx', tag: 'latest' });
  expect(splitReference('reg:5000/a/b')).toEqual({ fromImage: 'reg:5000/a/b', tag: 'latest' });
  expect(splitReference('reg:5000/a/b:1.2')).toEqual({ fromImage: 'reg:5000/a/b', tag: '1.2' });
  expect(splitReference('a@sha256:ff')).toEqual({ fromImage: 'a', tag: 'sha256:ff' });
});

it('log lines of both streams by their time', () => {
  expect(inOrder('2026-01-01T00:00:01Z out one\n2026-01-01T00:00:03Z out two\r\n', '2026-01-01T00:00:02Z err one\n')).toEqual(['out one', 'err one', 'out two']);
});

it('what belongs to a stack', () => {
  const of = (name: string, label?: string, known: string[] = []) => belongsTo({ id: '1', name, stack: label }, 'shop', known);
  expect(of('shop_data')).toBe(true);
  expect(of('shop')).toBe(false);
  expect(of('shopping_data')).toBe(false);
  expect(of('workshop_data')).toBe(false);
  expect(of('other', 'shop')).toBe(true);
  expect(of('shop_data', 'shop_eu')).toBe(false);
  expect(of('shop_eu_data')).toBe(true);
  expect(of('shop_eu_data', undefined, ['shop', 'shop_eu'])).toBe(false);
  expect(of('shop_europe', undefined, ['shop_eu'])).toBe(true);
});

describe('endpoints', () => {
  it('ssh asks nothing, and takes no option from a host name', () => {
    expect(sshArguments('ssh://me@host:2222').slice(-8)).toEqual(['-l', 'me', '-p', '2222', '--', 'host', 'docker', 'system'].concat('dial-stdio').slice(-8));
    expect(sshArguments('ssh://host')).toEqual(expect.arrayContaining(['BatchMode=yes', '--', 'host']));
    expect(sshArguments('ssh://host')).not.toContain('-l');
  });
  it('the shell\'s DOCKER_HOST is not heard', () => {
    const before = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'tcp://192.0.2.1:2375';
    try {
      expect((dial('unix:///run/x.sock').docker.modem as unknown as { socketPath: string; host: unknown })).toMatchObject({ socketPath: '/run/x.sock', host: undefined });
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    }
  });
  it('nonsense is the user\'s mistake', () => {
    for (const bad of ['', 'http://x', 'unix://x', 'tcp://', 'ssh://']) expect(() => dial(bad), bad).toThrowError(/ERR_ENGINE_ENDPOINT/);
    expect(() => dial('tcp://host:2376', { DOCKER_CERT_PATH: '/no/such' })).toThrowError(/wants TLS/);
    expect(() => dial('tcp://host:2375', {})).not.toThrow();
  });
});

describe('files in containers', () => {
  it('go through an archive byte for byte', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    expect(await readOnlyEntry(archiveOf('x.bin', bytes) as unknown as Readable, '/x.bin')).toEqual(bytes);
    expect(await readOnlyEntry(archiveOf('empty', Buffer.alloc(0)) as unknown as Readable, '/empty')).toEqual(Buffer.alloc(0));
  });
});
