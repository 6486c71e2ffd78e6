/** What is read of services, tasks and containers from the engine's answers. */
import { describe, expect, it } from 'vitest';
import { canonical, containerView, healthOf, serviceView, taskView } from '../../../harness/swarm/raw.ts';

describe('views', () => {
  const rawService = {
    ID: 's1', CreatedAt: '2026-01-01T00:00:00.5Z', UpdatedAt: '2026-01-01T00:00:01Z',
    Spec: {
      Name: 'shop_app', Labels: { 'com.docker.stack.namespace': 'shop', a: 'b' },
      TaskTemplate: { ContainerSpec: { Image: 'reg:5000/shop:1.2@sha256:abc', Healthcheck: { Test: ['CMD', 'true'], Interval: 2e9 }, StopGracePeriod: 3e9 }, RestartPolicy: { Condition: 'on-failure', Delay: 1e9, MaxAttempts: 4 }, Runtime: 'container' },
      Mode: { Replicated: { Replicas: 0 } }, UpdateConfig: { Parallelism: 2, Delay: 1e9, Monitor: 7e9, Order: 'start-first' },
      EndpointSpec: { Ports: [{ PublishMode: 'host', PublishedPort: 53, Protocol: 'udp' }, { PublishMode: 'ingress' }] },
    },
    UpdateStatus: { State: 'paused', StartedAt: '2026-01-01T00:00:02Z', Message: 'm' },
  };
  it('of a service', () => {
    expect(serviceView(rawService)).toMatchObject({
      id: 's1', fullName: 'shop_app', name: 'app', image: 'reg:5000/shop:1.2', mode: 'replicated', wanted: 0,
      restart: { condition: 'on-failure', delayMs: 1_000, maxAttempts: 4 }, health: { intervalMs: 2_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 },
      healthComplete: false, update: { state: 'paused', startedAt: Date.parse('2026-01-01T00:00:02Z'), message: 'm' },
      updateConfig: { parallelism: 2, delayMs: 1_000, monitorMs: 7_000, startFirst: true }, stopGraceMs: 3_000, publishesPorts: true, hostPorts: true, published: [{ port: 53, protocol: 'udp' }],
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
